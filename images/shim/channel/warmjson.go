package channel

import (
	"encoding/json"
	"strconv"
	"strings"

	"lambox.dev/shim/ascii"
)

// The messages of a warm event are written by hand: reflection cost a tenth of the event.

type writesItself interface {
	appendJSON(to []byte) []byte
}

func (m MarkMessage) appendJSON(to []byte) []byte {
	to = appendText(append(to, `{"mark":`...), m.Mark)
	return append(appendNumber(to, `,"sinceUs":`, m.SinceUs), '}')
}

func (m ResponseHeadMessage) appendJSON(to []byte) []byte {
	to = appendText(append(to, `{"requestId":`...), m.RequestID)
	to = appendText(append(to, `,"kind":`...), m.Kind)
	to = appendText(append(to, `,"contentType":`...), m.ContentType)
	to = appendText(append(to, `,"mode":`...), m.Mode)
	to = appendText(append(to, `,"errorType":`...), m.ErrorType)
	return append(appendNumber(to, `,"sinceUs":`, m.SinceUs), '}')
}

func (m ResponseEndMessage) appendJSON(to []byte) []byte {
	to = appendText(append(to, `{"outcome":`...), m.Outcome)
	to = appendNumber(to, `,"bytes":`, m.Bytes)
	to = appendText(append(to, `,"errorType":`...), m.ErrorType)
	to = appendText(append(to, `,"errorBody":`...), m.ErrorBody)
	return append(appendNumber(to, `,"sinceUs":`, m.SinceUs), '}')
}

func (m InvocationCompletedMessage) appendJSON(to []byte) []byte {
	to = appendText(append(to, `{"requestId":`...), m.RequestID)
	to = appendNumber(to, `,"durationUs":`, m.DurationUs)
	to = appendNumber(to, `,"runtimeDurationUs":`, m.RuntimeDurationUs)
	to = appendNumber(to, `,"memoryBytes":`, m.MemoryBytes)
	to = appendNumber(to, `,"cpuUs":`, m.CPUUs)
	to = appendNumber(to, `,"throttledUs":`, m.ThrottledUs)
	to = appendNumber(to, `,"ranWhileFrozenUs":`, m.RanWhileFrozenUs)
	return append(appendNumber(to, `,"processes":`, int64(m.Processes)), '}')
}

func (m FrozenMessage) appendJSON(to []byte) []byte {
	to = appendNumber(to, `{"processes":`, int64(m.Processes))
	return append(appendNumber(to, `,"durationUs":`, m.DurationUs), '}')
}

func appendNumber(to []byte, name string, number int64) []byte {
	return strconv.AppendInt(append(to, name...), number, 10)
}

func appendText(to []byte, text string) []byte {
	if !ascii.Quotable(text) {
		return append(to, encodeJSON(text)...)
	}
	return append(append(append(to, '"'), text...), '"')
}

// parse reads what JSON.stringify writes of plain values; anything else is encoding/json's.
func (m *InvokeMessage) parse(body []byte) error {
	if read, ok := parseInvoke(body); ok {
		*m = read
		return nil
	}
	return json.Unmarshal(body, m)
}

func parseInvoke(body []byte) (message InvokeMessage, ok bool) {
	rest := string(body)
	if len(rest) < 2 || rest[0] != '{' || !ascii.Printable(rest) ||
		strings.IndexByte(rest, '\\') >= 0 {
		return message, false
	}
	for rest = rest[1:]; ; rest = rest[1:] {
		name, after, ok := plainText(rest)
		if !ok || len(after) < 2 || after[0] != ':' {
			return message, false
		}
		rest = after[1:]
		if target := message.text(name); target != nil {
			*target, rest, ok = plainText(rest)
		} else {
			rest, ok = message.parseNumber(name, rest)
		}
		if !ok || rest == "" {
			return message, false
		}
		if rest[0] == '}' {
			return message, len(rest) == 1
		}
		if rest[0] != ',' {
			return message, false
		}
	}
}

func (m *InvokeMessage) text(name string) *string {
	switch name {
	case "requestId":
		return &m.RequestID
	case "invocationId":
		return &m.InvocationID
	case "functionArn":
		return &m.FunctionArn
	case "traceId":
		return &m.TraceID
	case "clientContext":
		return &m.ClientContext
	case "cognitoIdentity":
		return &m.CognitoIdentity
	case "tenantId":
		return &m.TenantID
	case "contentType":
		return &m.ContentType
	}
	return nil
}

func (m *InvokeMessage) parseNumber(name, text string) (rest string, ok bool) {
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || text[end] == '.') {
		end++
	}
	var err error
	switch name {
	case "remainingMs":
		if json.Valid([]byte(text[:end])) {
			m.RemainingMs, err = strconv.ParseFloat(text[:end], 64)
		} else {
			return "", false
		}
	case "eventBytes":
		m.EventBytes, err = plainNumber(text[:end])
	case "responseBytesMax":
		m.ResponseBytesMax, err = plainNumber(text[:end])
	default:
		return "", false
	}
	return text[end:], err == nil
}

// plainNumber leaves a number that JSON does not allow to who names the mistake.
func plainNumber(text string) (int, error) {
	if len(text) > 1 && text[0] == '0' {
		return 0, strconv.ErrSyntax
	}
	return strconv.Atoi(text)
}

// plainText takes a string off the front of a text without escapes.
func plainText(text string) (value, rest string, ok bool) {
	if text == "" || text[0] != '"' {
		return "", "", false
	}
	return strings.Cut(text[1:], `"`)
}
