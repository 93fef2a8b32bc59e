// Command evaluation decides whether a flag is on for a user of ToggleMaster.
package main

import (
	"context"
	"os"
	"os/signal"
	"sync"
	"syscall"
)

func main() {
	log := &logger{service: "evaluation", out: os.Stdout}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := run(ctx, log, os.Getenv)
	stop()
	if err != nil {
		log.log("error", "cannot go on", fields{"error": err.Error()})
		os.Exit(1)
	}
}

func run(ctx context.Context, log *logger, getenv func(string) string) error {
	listener, err := listen(getenv)
	if err != nil {
		return err
	}
	service := &service{
		upstream: newUpstream(getenv("FLAG_URL"), getenv("TARGETING_URL")),
		events:   newEvents(getenv("ANALYTICS_URL"), log),
	}
	// Events outlive the server: the last requests still send theirs.
	sending, stopSending := context.WithCancel(context.Background())
	var sender sync.WaitGroup
	sender.Add(1)
	go func() {
		defer sender.Done()
		service.events.run(sending)
	}()
	err = serve(ctx, log, listener, service.routes())
	stopSending()
	sender.Wait()
	return err
}
