import com.amazonaws.services.lambda.runtime.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

public class Failures {
  public static class OrderError extends RuntimeException {
    OrderError(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public Object handler(Map<String, Object> event, Context context) throws Exception {
    switch (String.valueOf(event.get("action"))) {
      case "throw":
        throw new OrderError("no such order ☃", new IllegalStateException("closed"));
      case "exit":
        System.exit((Integer) event.get("code"));
        return null;
      case "kill":
        String kill = "kill -" + event.get("signal") + " " + ProcessHandle.current().pid();
        new ProcessBuilder("sh", "-c", kill).start().waitFor();
        Thread.sleep(60_000);
        return null;
      case "grow":
        return grow();
      case "log":
        context.getLogger().log("first\n  second");
        System.out.println("third\nfourth");
        return null;
      case "context":
        return describe(context);
      default:
        return System.getenv();
    }
  }

  private static int grow() {
    List<byte[]> kept = new ArrayList<>();
    while (true) {
      kept.add(new byte[8 << 20]);
    }
  }

  private static Map<String, Object> describe(Context context) {
    Map<String, Object> facts = new HashMap<>();
    facts.put("requestId", context.getAwsRequestId());
    facts.put("arn", context.getInvokedFunctionArn());
    facts.put("memory", context.getMemoryLimitInMB());
    facts.put("name", context.getFunctionName());
    facts.put("group", context.getLogGroupName());
    facts.put("hasTime", context.getRemainingTimeInMillis() > 0);
    facts.put("trace", System.getProperty("com.amazonaws.xray.traceHeader"));
    return facts;
  }
}
