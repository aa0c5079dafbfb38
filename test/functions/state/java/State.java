import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

public class State {
  private static final long loadedAt = System.nanoTime();
  private static int count = 0;

  static {
    System.out.println("module code runs");
  }

  public Object handler(Map<String, Object> event) throws IOException {
    count++;
    Path visits = Path.of("/tmp/visits");
    Files.writeString(visits, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if ("exit".equals(event.get("action"))) {
      System.exit(1);
    }
    return Map.of("count", count, "loadedAt", loadedAt, "visits", Files.size(visits));
  }
}
