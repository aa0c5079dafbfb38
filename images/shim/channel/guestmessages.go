package channel

// HelloMessage is the body of `hello`.
type HelloMessage struct {
	Protocol      int      `json:"protocol"`
	Shim          string   `json:"shim"`
	Architecture  string   `json:"architecture"`
	CgroupVersion int      `json:"cgroupVersion"`
	Capabilities  []string `json:"capabilities"`
}

// MarkMessage is the body of `mark`.
type MarkMessage struct {
	Mark    string `json:"mark"`
	SinceUs int64  `json:"sinceUs"`
}

// InitCompletedMessage is the body of `initCompleted`.
type InitCompletedMessage struct {
	DurationUs     int64              `json:"durationUs"`
	MemoryBytes    int64              `json:"memoryBytes"`
	RuntimeRelease string             `json:"runtimeRelease"`
	Extensions     []ExtensionMessage `json:"extensions"`
}

// ExtensionMessage is what init says of one extension.
type ExtensionMessage struct {
	Name      string   `json:"name"`
	State     string   `json:"state"`
	Events    []string `json:"events"`
	ErrorType string   `json:"errorType,omitempty"`
}

// ProcessExitedMessage is the body of `processExited`.
type ProcessExitedMessage struct {
	Process     string  `json:"process"`
	Name        string  `json:"name"`
	ExitCode    *int    `json:"exitCode"`
	Signal      *string `json:"signal"`
	ErrorType   string  `json:"errorType"`
	Message     string  `json:"message"`
	SinceUs     int64   `json:"sinceUs"`
	MemoryBytes int64   `json:"memoryBytes"`
	// In init alone, where there are any.
	Extensions []ExtensionMessage `json:"extensions,omitempty"`
}

// OutOfMemoryMessage is the body of `outOfMemory`.
type OutOfMemoryMessage struct {
	Victim      string `json:"victim"`
	MemoryBytes int64  `json:"memoryBytes"`
	Kills       int64  `json:"kills"`
	SinceUs     int64  `json:"sinceUs"`
}

// InitErrorMessage is the body of `initError`.
type InitErrorMessage struct {
	ErrorType   string `json:"errorType"`
	ContentType string `json:"contentType"`
	Body        []byte `json:"body"`
}

// ExtensionErrorMessage is the body of `extensionError`.
type ExtensionErrorMessage struct {
	Name      string `json:"name"`
	Phase     string `json:"phase"`
	ErrorType string `json:"errorType"`
	Body      []byte `json:"body"`
	// In init alone.
	Extensions []ExtensionMessage `json:"extensions,omitempty"`
}

// ResponseHeadMessage is the body of `responseHead`.
type ResponseHeadMessage struct {
	RequestID   string `json:"requestId"`
	Kind        string `json:"kind"`
	ContentType string `json:"contentType"`
	Mode        string `json:"mode"`
	ErrorType   string `json:"errorType"`
	SinceUs     int64  `json:"sinceUs"`
}

// ResponseEndMessage is the body of `responseEnd`.
type ResponseEndMessage struct {
	Outcome   string `json:"outcome"`
	Bytes     int64  `json:"bytes"`
	ErrorType string `json:"errorType"`
	ErrorBody string `json:"errorBody"`
	SinceUs   int64  `json:"sinceUs"`
}

// ResendMessage is the body of `resend`.
type ResendMessage struct {
	RequestID string `json:"requestId"`
}

// InvocationCompletedMessage is the body of `invocationCompleted`.
type InvocationCompletedMessage struct {
	RequestID         string `json:"requestId"`
	DurationUs        int64  `json:"durationUs"`
	RuntimeDurationUs int64  `json:"runtimeDurationUs"`
	MemoryBytes       int64  `json:"memoryBytes"`
	CPUUs             int64  `json:"cpuUs"`
	ThrottledUs       int64  `json:"throttledUs"`
	RanWhileFrozenUs  int64  `json:"ranWhileFrozenUs"`
	Processes         int    `json:"processes"`
}

// FrozenMessage is the body of `frozen`.
type FrozenMessage struct {
	Processes  int   `json:"processes"`
	DurationUs int64 `json:"durationUs"`
}

// ThawedMessage is the body of `thawed`.
type ThawedMessage struct {
	RanWhileFrozenUs int64 `json:"ranWhileFrozenUs"`
}

// ResetDoneMessage is the body of `resetDone`.
type ResetDoneMessage struct {
	DurationUs  int64 `json:"durationUs"`
	MemoryBytes int64 `json:"memoryBytes"`
	// Of a reset that ended an init, where there are any.
	Extensions []ExtensionMessage `json:"extensions,omitempty"`
}

// ShutdownDoneMessage is the body of `shutdownDone`.
type ShutdownDoneMessage struct {
	DurationUs int64 `json:"durationUs"`
}

// StatsMessage is the body of `stats`.
type StatsMessage struct {
	Processes       int   `json:"processes"`
	Threads         int   `json:"threads"`
	Descriptors     int   `json:"descriptors"`
	DescriptorsMax  int   `json:"descriptorsMax"`
	TmpBytes        int64 `json:"tmpBytes"`
	MemoryBytes     int64 `json:"memoryBytes"`
	CPUUs           int64 `json:"cpuUs"`
	ShimMemoryBytes int64 `json:"shimMemoryBytes"`
	// Where they were asked for.
	Peaks *Peaks `json:"peaks,omitempty"`
}

// Peaks are the most that was seen since the invocation came.
type Peaks struct {
	Threads        int   `json:"threads"`
	DescriptorsMax int   `json:"descriptorsMax"`
	TmpBytes       int64 `json:"tmpBytes"`
}

// LogsDroppedMessage is the body of `logsDropped`.
type LogsDroppedMessage struct {
	Records int64  `json:"records"`
	Bytes   int64  `json:"bytes"`
	Reason  string `json:"reason"`
}

// ProtocolErrorMessage is the body of `protocolError`.
type ProtocolErrorMessage struct {
	Message string `json:"message"`
}

// TunnelOpenMessage is the body of `tunnelOpen`.
type TunnelOpenMessage struct {
	Port int `json:"port"`
}

// TunnelCloseMessage is the body of `tunnelClose`.
type TunnelCloseMessage struct {
	Error *string `json:"error"`
}
