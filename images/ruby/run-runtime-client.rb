# The client's own program asks for a Gemfile, which a function need not have.
require 'aws_lambda_ric'

AwsLambdaRIC::Bootstrap.new.start
