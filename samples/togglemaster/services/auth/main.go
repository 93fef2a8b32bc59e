// Command auth issues, lists, revokes and checks the API keys of ToggleMaster.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	log := &logger{service: "auth", out: os.Stdout}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	err := run(ctx, log, os.Getenv)
	stop()
	if err != nil {
		log.log("error", "cannot go on", fields{"error": err.Error()})
		os.Exit(1)
	}
}

func run(ctx context.Context, log *logger, getenv func(string) string) error {
	keys, err := OpenKeys(getenv("DATA_DIR"))
	if err != nil {
		return err
	}
	listener, err := listen(getenv)
	if err != nil {
		return err
	}
	service := &service{keys: keys, masterKey: getenv("MASTER_KEY")}
	return serve(ctx, log, listener, service.routes())
}
