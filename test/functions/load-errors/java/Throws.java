public class Throws {
  public Throws() {
    throw new IllegalStateException("while loading");
  }

  public Object handler(Object event) {
    return event;
  }
}
