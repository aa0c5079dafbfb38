// What test/contract/runtime asks of every language; the function's handler names the scenario.
use lambda_runtime::{Context, Error, LambdaEvent};
use serde_json::{json, Value};
use std::cell::RefCell;
use std::fs;
use std::io::Write;
use std::process::exit;
use std::thread::sleep;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

thread_local! {
    static COUNT: RefCell<u32> = const { RefCell::new(0) };
    static LOADED_AT: u64 = now_ns();
    static KEPT: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// What a scenario does before its first event; false where it is none of them.
pub fn begin(name: &str) -> bool {
    match name {
        "exits.handler" => exit(3),
        "leaves.handler" => exit(0),
        "hungry.handler" => grow(),
        "once.handler" => fail_once(),
        "state" => {
            LOADED_AT.with(|_| ());
            println!("module code runs");
        }
        "shutdown" => unsafe {
            libc::signal(libc::SIGTERM, say_termination as *const () as usize);
        },
        "echo" | "sizes" | "failures" | "context" | "logs" | "growth" => {}
        _ => return false,
    }
    true
}

pub async fn handle(name: &str, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let (event, context) = event.into_parts();
    match name {
        "sizes" => Ok(size(&event)),
        "state" => state(&event),
        "failures" => Ok(fail(&event)),
        "context" => Ok(describe(&event, &context)),
        "logs" => Ok(log(&event)),
        "growth" => growth(&event),
        "shutdown" => Ok(json!("ready")),
        "once.handler" => Ok(json!("the second try")),
        _ => Ok(event),
    }
}

// An event tells how long it is; a number asks for a response of so many bytes.
fn size(event: &Value) -> Value {
    match event.as_u64() {
        Some(bytes) => json!("r".repeat(bytes as usize - 2)),
        None => json!(event.to_string().len()),
    }
}

fn state(event: &Value) -> Result<Value, Error> {
    let count = COUNT.with_borrow_mut(|count| {
        *count += 1;
        *count
    });
    let mut visits = fs::OpenOptions::new().append(true).create(true).open("/tmp/visits")?;
    visits.write_all(b"x")?;
    if event["action"] == "exit" {
        exit(1);
    }
    let bytes = visits.metadata()?.len();
    Ok(json!({ "count": count, "visits": bytes, "loadedAt": LOADED_AT.with(|at| *at) }))
}

fn fail(event: &Value) -> Value {
    match event["action"].as_str() {
        Some("exit") => exit(event["code"].as_i64().unwrap_or(0) as i32),
        Some("kill") => loop {
            // The first SIGSEGV is taken by Rust's own handler, which then steps aside.
            unsafe { libc::kill(libc::getpid(), signal_of(event)) };
            sleep(Duration::from_millis(10));
        },
        Some("grow") => grow(),
        Some("hang") => sleep(Duration::from_secs(3_600)),
        Some("spin") => loop {
            std::hint::spin_loop();
        },
        _ => {}
    }
    json!({ "pid": std::process::id() })
}

fn signal_of(event: &Value) -> i32 {
    match event["signal"].as_str() {
        Some("SIGKILL") => libc::SIGKILL,
        Some("SIGSEGV") => libc::SIGSEGV,
        _ => libc::SIGTERM,
    }
}

fn grow() {
    let mut kept = Vec::new();
    loop {
        kept.push(vec![1u8; 8 << 20]);
    }
}

fn fail_once() {
    if fs::metadata("/tmp/tried").is_err() {
        fs::write("/tmp/tried", "").expect("/tmp can be written");
        panic!("the first try");
    }
}

extern "C" fn say_termination(_: i32) {
    unsafe {
        libc::write(1, c"SIGTERM\n".as_ptr().cast(), 8);
        libc::_exit(0);
    }
}

fn now_ns() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}

fn describe(event: &Value, context: &Context) -> Value {
    if event["action"] == "remaining" {
        let remaining = || context.deadline as i64 - (now_ns() / 1_000_000) as i64;
        let first = remaining();
        sleep(Duration::from_millis(50));
        return json!({ "first": first, "second": remaining() });
    }
    json!({
        "requestId": context.request_id,
        "arn": context.invoked_function_arn,
        "traceId": context.xray_trace_id,
        "client": context.client_context,
        "identity": context.identity,
        "functionName": context.env_config.function_name,
        "version": context.env_config.version,
        "memoryLimitMb": context.env_config.memory,
        "logGroup": context.env_config.log_group,
        "logStream": context.env_config.log_stream,
    })
}

fn log(event: &Value) -> Value {
    match event["action"].as_str() {
        Some("order") => {
            for number in 0..event["count"].as_u64().unwrap_or(0) {
                println!("line {number}");
            }
        }
        Some("raw") => {
            print!("one\ntwo\n\nthree");
            std::io::stdout().flush().expect("stdout is open");
            eprint!(" and\nfour\n");
        }
        _ => println!("{}", "y".repeat(event["length"].as_u64().unwrap_or(0) as usize)),
    }
    Value::Null
}

fn growth(event: &Value) -> Result<Value, Error> {
    match event["action"].as_str() {
        Some("leak") => KEPT.with_borrow_mut(|kept| kept.push(vec![1u8; 1024])),
        Some("look") => {
            return Ok(json!({
                "bytes": resident_bytes("self")?,
                "shimBytes": resident_bytes("1")?,
                "descriptors": fs::read_dir("/proc/self/fd")?.count(),
            }))
        }
        _ => {}
    }
    Ok(json!("x".repeat(1024)))
}

fn resident_bytes(process: &str) -> Result<u64, Error> {
    let status = fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.split_whitespace().nth(1).ok_or("no figure")?.parse::<u64>()? * 1024)
}
