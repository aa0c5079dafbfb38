/** So many events a second for so long. */
export interface ArrivalRate {
  readonly eventsPerSecond: number;
  readonly durationSeconds: number;
}

/** How many events are sent in all; at least one. */
export function countOfArrivals({ eventsPerSecond, durationSeconds }: ArrivalRate): number {
  // A rate such as 0.1 is no exact number: 0.1 × 30 must be 3 events and not 2.
  return Math.max(1, Math.floor(eventsPerSecond * durationSeconds + 1e-9));
}

/** When an event is to be sent, in milliseconds since the first: always the same distance apart. */
export function arrivalMs(number: number, { eventsPerSecond }: ArrivalRate): number {
  return (number * 1000) / eventsPerSecond;
}
