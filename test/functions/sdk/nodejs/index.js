'use strict';

const packages = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/lib-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sqs',
];

exports.handler = async () => {
  const found = {};
  for (const name of packages) found[name] = Object.keys(require(name)).filter((key) => /Client$/.test(key));
  return found;
};
