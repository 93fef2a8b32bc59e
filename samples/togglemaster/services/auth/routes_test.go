package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const testMaster = "made-up-master"

func call(t *testing.T, s *service, method, path, token, body string) (int, map[string]any) {
	t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(body))
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	recorder := httptest.NewRecorder()
	http.MaxBytesHandler(s.routes(), maxBody).ServeHTTP(recorder, request)
	var answered map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answered); err != nil {
		t.Fatalf("%s %s answered %q", method, path, recorder.Body)
	}
	return recorder.Code, answered
}

func TestAKeyIsIssuedUsedListedAndRevoked(t *testing.T) {
	s := &service{keys: open(t, t.TempDir()), masterKey: testMaster}

	status, issued := call(t, s, "POST", "/auth/keys", testMaster, `{"name": "checkout"}`)
	if status != http.StatusCreated {
		t.Fatalf("issue: %d %v", status, issued)
	}
	token, id := issued["key"].(string), issued["id"].(string)

	if status, _ = call(t, s, "GET", "/auth/validate", token, ""); status != http.StatusOK {
		t.Errorf("validate: %d", status)
	}
	_, listed := call(t, s, "GET", "/auth/keys", testMaster, "")
	first := listed["keys"].([]any)[0].(map[string]any)
	if first["id"] != id || first["hash"] != nil || first["key"] != nil {
		t.Errorf("list: %v", first)
	}
	if status, _ = call(t, s, "DELETE", "/auth/keys/"+id, testMaster, ""); status != http.StatusOK {
		t.Errorf("revoke: %d", status)
	}
	if status, _ = call(t, s, "GET", "/auth/validate", token, ""); status != http.StatusUnauthorized {
		t.Errorf("validate after revoke: %d", status)
	}
}

func TestRequestsThatAreRefused(t *testing.T) {
	s := &service{keys: open(t, ""), masterKey: testMaster}
	for name, c := range map[string]struct {
		method, path, token, body string
		status                    int
	}{
		"no master key":     {"GET", "/auth/keys", "", "", 401},
		"wrong master key":  {"POST", "/auth/keys", "made-up-other", `{"name": "x"}`, 401},
		"no key":            {"GET", "/auth/validate", "", "", 401},
		"no name":           {"POST", "/auth/keys", testMaster, `{"name": " "}`, 400},
		"a long name":       {"POST", "/auth/keys", testMaster, `{"name": "` + strings.Repeat("x", 101) + `"}`, 400},
		"an unknown member": {"POST", "/auth/keys", testMaster, `{"nmae": "x"}`, 400},
		"a large body":      {"POST", "/auth/keys", testMaster, `{"name": "` + strings.Repeat("x", maxBody) + `"}`, 413},
		"a wrong method":    {"PATCH", "/auth/keys", testMaster, "", 405},
		"an unknown key":    {"DELETE", "/auth/keys/nobody", testMaster, "", 404},
	} {
		t.Run(name, func(t *testing.T) {
			if status, body := call(t, s, c.method, c.path, c.token, c.body); status != c.status || body["error"] == "" {
				t.Errorf("got %d %v", status, body)
			}
		})
	}
}

func TestWithoutAMasterKeyTheServiceLivesButIsNotReady(t *testing.T) {
	s := &service{keys: open(t, "")}

	health, _ := call(t, s, "GET", "/health", "", "")
	ready, problems := call(t, s, "GET", "/ready", "", "")
	manage, _ := call(t, s, "GET", "/auth/keys", "", "")

	if health != 200 || ready != 503 || manage != 503 {
		t.Errorf("health %d, ready %d (%v), keys %d", health, ready, problems, manage)
	}
}

func TestAConfiguredServiceIsReady(t *testing.T) {
	s := &service{keys: open(t, t.TempDir()), masterKey: testMaster}

	if status, body := call(t, s, "GET", "/ready", "", ""); status != http.StatusOK {
		t.Errorf("got %d %v", status, body)
	}
}
