package channel

// InitializeMessage is the body of `initialize`.
type InitializeMessage struct {
	Command            []string          `json:"command"`
	Bootstraps         []string          `json:"bootstraps"`
	WorkingDirectory   string            `json:"workingDirectory"`
	Variables          map[string]string `json:"variables"`
	ExtensionVariables map[string]string `json:"extensionVariables"`
	UID                int               `json:"uid"`
	GID                int               `json:"gid"`
	Limits             Limits            `json:"limits"`
	MemorySizeMb       int               `json:"memorySizeMb"`
	Function           Function          `json:"function"`
	LogDescriptor      bool              `json:"logDescriptor"`
	Phase              string            `json:"phase"`
	HostServices       []int             `json:"hostServices"`
	KeepPeaks          bool              `json:"keepPeaks"`
}

// Limits are resource limits of the function's processes; 0 leaves the container's.
type Limits struct {
	OpenFiles   uint64 `json:"openFiles"`
	StackBytes  uint64 `json:"stackBytes"`
	CoreBytes   uint64 `json:"coreBytes"`
	LockedBytes uint64 `json:"lockedBytes"`
}

// Function is what extensions are told at registration.
type Function struct {
	Name      string `json:"name"`
	Version   string `json:"version"`
	Handler   string `json:"handler"`
	AccountID string `json:"accountId"`
}

// InvokeMessage is the body of `invoke`.
type InvokeMessage struct {
	RequestID        string  `json:"requestId"`
	InvocationID     string  `json:"invocationId"`
	FunctionArn      string  `json:"functionArn"`
	TraceID          string  `json:"traceId"`
	ClientContext    string  `json:"clientContext"`
	CognitoIdentity  string  `json:"cognitoIdentity"`
	TenantID         string  `json:"tenantId"`
	ContentType      string  `json:"contentType"`
	RemainingMs      float64 `json:"remainingMs"`
	EventBytes       int     `json:"eventBytes"`
	ResponseBytesMax int     `json:"responseBytesMax"`
}

// EndMessage is the body of `reset` and of `shutdown`.
type EndMessage struct {
	Reason string `json:"reason"`
}

// WelcomeMessage is the body of `welcome`.
type WelcomeMessage struct {
	Protocol int `json:"protocol"`
}
