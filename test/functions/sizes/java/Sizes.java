public class Sizes {
  /** An event tells how long it is; a number asks for a response of so many bytes. */
  public Object handler(Object event) {
    if (event instanceof Integer) {
      return "r".repeat((Integer) event - 2);
    }
    return ((String) event).length() + 2;
  }
}
