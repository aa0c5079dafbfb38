require 'logger'

class OrderError < StandardError; end

module Orders
  class Handler
    def self.take(event:, context:)
      event
    end
  end
end

def throw_order
  raise OrderError, 'no such order ☃'
end

def describe(context)
  {
    requestId: context.aws_request_id,
    arn: context.invoked_function_arn,
    memory: context.memory_limit_in_mb,
    name: context.function_name,
    group: context.log_group_name,
    hasTime: context.get_remaining_time_in_millis.positive?
  }
end

def handler(event:, context:)
  case event['action']
  when 'throw' then throw_order
  when 'undefined' then nothing_of_this_name
  when 'exit' then exit!(event['code'])
  when 'kill' then Process.kill(event['signal'], Process.pid) && sleep
  when 'log' then Logger.new($stdout).info("first\n  second")
  when 'context' then describe(context)
  else ENV.to_h
  end
end
