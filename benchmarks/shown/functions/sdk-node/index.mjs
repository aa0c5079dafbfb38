// What many functions do before their first event: three clients of AWS's SDK.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

const clients = [new DynamoDBClient(), new S3Client(), new SQSClient()];

export const handler = async () => clients.length;
