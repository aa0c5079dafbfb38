public class Echo {
  public Object handler(Object event) {
    return event;
  }
}
