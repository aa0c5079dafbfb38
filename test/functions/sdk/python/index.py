import boto3
import botocore


def handler(event, context):
    session = boto3.Session()
    client = boto3.client("s3")
    return {
        "region": client.meta.region_name,
        "accessKeyId": session.get_credentials().access_key,
        "versions": [boto3.__version__, botocore.__version__],
    }
