// A function as Go has them on Lambda: one static program with AWS's library.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

type request struct {
	Action string      `json:"action"`
	Value  interface{} `json:"value"`
}

var count int

func main() {
	name := os.Getenv("_HANDLER")
	if begin, ok := beginnings[name]; ok {
		begin()
	}
	if scenario, ok := scenarios[name]; ok {
		lambda.Start(scenario)
	}
	fmt.Println("main runs")
	lambda.Start(handle)
}

func handle(ctx context.Context, event request) (interface{}, error) {
	count++
	switch event.Action {
	case "variables":
		return variables(), nil
	case "context":
		return fields(ctx)
	case "error":
		return nil, errors.New("no such order")
	case "panic":
		panic("thrown away")
	case "exit":
		os.Exit(int(event.Value.(float64)))
	case "hang":
		<-make(chan int)
	}
	return map[string]interface{}{"count": count, "value": event.Value}, nil
}

func variables() map[string]string {
	all := map[string]string{}
	for _, variable := range os.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		all[name] = value
	}
	return all
}

func fields(ctx context.Context) (interface{}, error) {
	known, ok := lambdacontext.FromContext(ctx)
	if !ok {
		return nil, errors.New("no context")
	}
	deadline, _ := ctx.Deadline()
	return map[string]interface{}{
		"requestId":    known.AwsRequestID,
		"arn":          known.InvokedFunctionArn,
		"identityId":   known.Identity.CognitoIdentityID,
		"identityPool": known.Identity.CognitoIdentityPoolID,
		"custom":       known.ClientContext.Custom,
		"appTitle":     known.ClientContext.Client.AppTitle,
		"remainingMs":  time.Until(deadline).Milliseconds(),
		"name":         lambdacontext.FunctionName,
		"version":      lambdacontext.FunctionVersion,
		"memory":       lambdacontext.MemoryLimitInMB,
		"traceId":      os.Getenv("_X_AMZN_TRACE_ID"),
	}, nil
}
