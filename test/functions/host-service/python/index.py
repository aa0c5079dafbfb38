import boto3
from botocore.config import Config

PLACE = {"Bucket": "photos", "Key": "a b/ü.bin"}


def handler(event, context):
    """Puts an object of so many bytes and gets it back."""
    s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
    body = b"lambox" * (event["bytes"] // 6)
    s3.put_object(**PLACE, Body=body)
    return s3.get_object(**PLACE)["Body"].read() == body
