"""What of multiprocessing works where there is no /dev/shm."""

import multiprocessing
from multiprocessing.shared_memory import SharedMemory


def failure(make):
    try:
        make()
        return None
    except OSError as error:
        return type(error).__name__


def square(number, end):
    end.send(number * number)
    end.close()


def by_pipe(numbers):
    """As AWS shows it: a process and a pipe for each part of the work."""
    pipes = [multiprocessing.Pipe() for _ in numbers]
    processes = [
        multiprocessing.Process(target=square, args=(number, there))
        for number, (_, there) in zip(numbers, pipes)
    ]
    for process in processes:
        process.start()
    answers = [here.recv() for here, _ in pipes]
    for process in processes:
        process.join()
    return answers


def handler(event, context):
    return {
        "Lock": failure(multiprocessing.Lock),
        "Queue": failure(multiprocessing.Queue),
        "Pool": failure(lambda: multiprocessing.Pool(1)),
        "SharedMemory": failure(lambda: SharedMemory(create=True, size=16)),
        "pipe": by_pipe([1, 2, 3]),
    }
