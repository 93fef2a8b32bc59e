package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"testing"
)

func TestTheServiceListensLogsAndStops(t *testing.T) {
	environment := map[string]string{"PORT": "0", "BIND_ADDRESS": "127.0.0.1", "MASTER_KEY": testMaster}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	lines, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, &logger{service: "auth", out: out}, func(name string) string { return environment[name] })
		out.Close()
	}()
	logs := bufio.NewScanner(lines)
	next := func() (line map[string]any) {
		if !logs.Scan() {
			t.Fatal("the log ended")
		}
		if err := json.Unmarshal(logs.Bytes(), &line); err != nil {
			t.Fatalf("%q is no JSON", logs.Text())
		}
		return line
	}
	base := "http://" + next()["address"].(string)

	for _, path := range []string{"/health", "/auth/validate?token=made-up"} {
		response, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	request := next()
	stop()

	if request["path"] != "/auth/validate" || request["status"] != 401.0 || request["service"] != "auth" {
		t.Errorf("logged %v", request)
	}
	if next()["message"] != "stopping" {
		t.Error("the end is not logged")
	}
	if err = <-ended; err != nil {
		t.Error(err)
	}
}

func TestAStoreThatCannotBeReadStopsTheService(t *testing.T) {
	err := run(context.Background(), &logger{out: io.Discard}, func(string) string { return "\x00" })

	if err == nil {
		t.Fatal("it started")
	}
}
