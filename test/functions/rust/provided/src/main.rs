// The program of the tests on provided.al2023: test/integration/rust-runtime.test.ts says what it does.
mod scenarios;

use lambda_runtime::{run, service_fn, Error, LambdaEvent};
use serde_json::{json, Value};
use std::cell::Cell;

thread_local! { static COUNT: Cell<u32> = const { Cell::new(0) }; }

async fn handle(event: LambdaEvent<Value>) -> Result<Value, Error> {
    COUNT.set(COUNT.get() + 1);
    let (event, context) = event.into_parts();
    match event["action"].as_str() {
        Some("context") => Ok(json!({
            "requestId": context.request_id,
            "arn": context.invoked_function_arn,
            "traceId": context.xray_trace_id,
            "name": context.env_config.function_name,
            "memory": context.env_config.memory,
            "version": context.env_config.version,
        })),
        Some("error") => Err("no such order".into()),
        Some("panic") => panic!("thrown away"),
        Some("exit") => std::process::exit(9),
        _ => Ok(json!({ "count": COUNT.get(), "value": event["value"] })),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let name = std::env::var("_HANDLER").unwrap_or_default();
    if scenarios::begin(&name) {
        return run(service_fn(|event| scenarios::handle(&name, event))).await;
    }
    println!("main runs");
    run(service_fn(handle)).await
}
