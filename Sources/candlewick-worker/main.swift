import AdapterWorker
import Glibc

// Runs one adapter for a candlewick process, which starts this and speaks with it over a socket.
guard var loop = WorkerLoop() else {
    print("candlewick-worker runs an adapter for candlewick, which starts it by itself; there is nothing to do here")
    exit(2)
}
loop.run()
