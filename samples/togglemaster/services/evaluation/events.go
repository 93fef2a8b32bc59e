package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

const eventQueue = 1000

// event is one evaluation as analytics records it.
type event struct {
	Decision
	Time          time.Time `json:"time"`
	authorization string
}

// events sends evaluations to analytics behind the caller's back: a slow or absent analytics costs
// events, never an answer.
type events struct {
	client  *http.Client
	url     string
	log     *logger
	queue   chan event
	dropped atomic.Int64
}

func newEvents(url string, log *logger) *events {
	return &events{client: &http.Client{Timeout: upstreamTimeout}, url: url, log: log, queue: make(chan event, eventQueue)}
}

// add never blocks: with the queue full, or no analytics configured, the event is dropped.
func (e *events) add(decision Decision, authorization string) {
	if e.url == "" {
		return
	}
	select {
	case e.queue <- event{decision, time.Now().UTC(), authorization}:
	default:
		e.dropped.Add(1)
	}
}

// run sends until the context ends, then what is queued, for at most the time of a drain.
func (e *events) run(ctx context.Context) {
	for {
		select {
		case next := <-e.queue:
			e.send(context.Background(), next)
			continue
		case <-ctx.Done():
		}
		break
	}
	drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	for drain.Err() == nil {
		select {
		case next := <-e.queue:
			e.send(drain, next)
		default:
			return
		}
	}
}

func (e *events) send(ctx context.Context, next event) {
	if err := e.post(ctx, next); err != nil {
		e.log.log("warning", "event lost", fields{"error": err.Error(), "flag": next.Flag})
	}
	if dropped := e.dropped.Swap(0); dropped > 0 {
		e.log.log("warning", "events dropped: the queue was full", fields{"count": dropped})
	}
}

func (e *events) post(ctx context.Context, next event) error {
	body, err := json.Marshal(next)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url+"/analytics/events", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	if next.authorization != "" {
		request.Header.Set("Authorization", next.authorization)
	}
	response, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err = io.Copy(io.Discard, io.LimitReader(response.Body, maxAnswer)); err != nil {
		return err
	}
	if response.StatusCode != http.StatusAccepted {
		return fmt.Errorf("analytics answered %d", response.StatusCode)
	}
	return nil
}
