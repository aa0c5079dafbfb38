import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

const documents = DynamoDBDocumentClient.from(new DynamoDBClient());

export const handler = async () => ({
  region: await documents.config.region(),
  accessKeyId: (await new S3Client().config.credentials()).accessKeyId,
  sqs: typeof new SQSClient().send,
});
