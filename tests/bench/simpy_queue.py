"""M/M/c in SimPy, a process a customer: prints the processor time of the run and the mean time in system.

simpy_queue.py SERVERS ARRIVAL_RATE CUSTOMERS SEED      service rate 1, from empty
"""
import random
import sys
import time

import simpy


def customer(env, servers, service, times):
    arrived = env.now
    with servers.request() as request:
        yield request
        yield env.timeout(service)
    times.append(env.now - arrived)


def arrivals(env, servers, rate, customers, draws, times):
    for _ in range(customers):
        yield env.timeout(draws.expovariate(rate))
        env.process(customer(env, servers, draws.expovariate(1), times))


def main():
    n_servers, rate, customers, seed = (
        int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    env = simpy.Environment()
    servers = simpy.Resource(env, capacity=n_servers)
    times = []
    env.process(arrivals(env, servers, rate, customers, random.Random(seed), times))
    start = time.process_time()
    env.run()
    print(time.process_time() - start, sum(times) / len(times))


main()
