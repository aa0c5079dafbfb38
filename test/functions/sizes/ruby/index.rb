require 'json'

# An event tells how long it is; a number asks for a response of so many bytes.
def handler(event:, context:)
  event.is_a?(Integer) ? 'r' * (event - 2) : event.to_json.bytesize
end
