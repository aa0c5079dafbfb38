$loaded_at = Time.now.to_f
$count = 0
puts 'module code runs'

def handler(event:, context:)
  $count += 1
  File.write('/tmp/visits', 'x', mode: 'a')
  exit!(1) if event['action'] == 'exit'
  { count: $count, loadedAt: $loaded_at, visits: File.size('/tmp/visits') }
end
