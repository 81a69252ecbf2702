//! A desk as a separate process: saves its share of the customers, sends each, and delivers due registrations until the
//! outbox is empty or the process is killed.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs};

use anyhow::Context as _;
use chrono::Utc;
use frontdesk::clopos::{Client, ClientConfig, Credentials, Generation, PlainHttpPolicy, Timeouts};
use frontdesk::delivery::round::deliver_due;
use frontdesk::domain::{Cid, Code, Country, Email, GroupId, Name, NewCustomer, Note, Phone};
use frontdesk::outbox::{Cashier, Outbox, OutboxError, Owner, attempt};
use secrecy::SecretString;

/// The task of a desk process, passed in an environment variable.
#[derive(Debug, Clone)]
pub struct DeskTask {
    /// The state directory that the desks of this host share.
    pub state_dir: PathBuf,
    /// The address of the API.
    pub api: String,
    /// The first customer of this desk, and the end of all customers.
    pub first_customer: u32,
    pub end_customer: u32,
    /// The distance from one customer of this desk to the next.
    pub step: u32,
    /// The seed of the run, which gives other customers each time.
    pub seed: u64,
}

const TASK_VARIABLE: &str = "CHAOS_ORDERS";

impl DeskTask {
    /// Returns the name and value of the variable for [`DeskTask::from_env`].
    pub fn to_env_variable(&self) -> (&'static str, String) {
        let Self { state_dir, api, first_customer: from, end_customer: to, step, seed } = self;
        (TASK_VARIABLE, format!("{api}\n{from}\n{to}\n{step}\n{seed}\n{}", state_dir.display()))
    }

    /// Returns the task of this process. `None` means that it is not a desk.
    pub fn from_env() -> Option<Self> {
        let text = env::var(TASK_VARIABLE).ok()?;
        let mut parts = text.splitn(6, '\n');
        let mut part = || parts.next();
        Some(Self {
            api: part()?.to_owned(),
            first_customer: part()?.parse().ok()?,
            end_customer: part()?.parse().ok()?,
            step: part()?.parse().ok()?,
            seed: part()?.parse().ok()?,
            state_dir: part()?.into(),
        })
    }
}

/// Returns the customer of a number: the same after a kill, as from a draft. Each text can be searched for.
pub fn customer(number: u32, seed: u64) -> Option<NewCustomer> {
    let mut bytes = [0; 16];
    bytes.get_mut(..8)?.copy_from_slice(&seed.to_be_bytes());
    bytes.get_mut(12..)?.copy_from_slice(&number.to_be_bytes());
    // Every eleventh customer has no phone and can be looked up only by name.
    let phone =
        Phone::parse(&format!("+99450{number:07}"), Country::default()).valid().filter(|_| !number.is_multiple_of(11));
    Some(NewCustomer {
        cid: Cid::from_random_bytes(bytes),
        name: Name::parse(&format!("Canaryname{number:07}x")).valid()?,
        phone,
        email: Email::parse(&format!("canarymail{number:07}@example.com")).valid(),
        code: Code::parse(&format!("CANARYCODE{number:07}")).valid().filter(|_| number.is_multiple_of(5)),
        birth_date: None,
        gender: None,
        group: Some(GroupId(1)),
        note: Note::parse("canarynote").valid(),
        consent: None,
    })
}

/// Executes the task. Prints `saved N` when customer N is safe on disk.
pub fn run(task: &DeskTask) -> anyhow::Result<()> {
    start_log(task)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(register_and_deliver(task))
}

/// Starts the most verbose log. The run searches it for personal data afterwards.
fn start_log(task: &DeskTask) -> anyhow::Result<()> {
    fs::create_dir_all(&task.state_dir)?;
    let file = fs::OpenOptions::new().create(true).append(true).open(task.state_dir.join("frontdesk.log"))?;
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    log.with_writer(Mutex::new(file)).try_init().map_err(anyhow::Error::from_boxed)
}

async fn register_and_deliver(task: &DeskTask) -> anyhow::Result<()> {
    let owner = Arc::new(Owner::register(&task.state_dir)?);
    let outbox = Outbox::open(&task.state_dir, owner, Utc::now(), Duration::from_secs(30))?;
    let client = client(task)?;
    print_line("")?;
    for number in (task.first_customer..task.end_customer).step_by(usize::try_from(task.step)?) {
        let customer = customer(number, task.seed).context("customer")?;
        let leased = match outbox.save_and_lease(&customer, &Cashier::new("chaos"), Utc::now()) {
            // Saved before the last kill and delivered meanwhile.
            Err(OutboxError::Registered) => None,
            leased => leased?,
        };
        print_line(&format!("saved {number}"))?;
        if let Some(leased) = leased {
            let report = attempt(&client, &leased).await;
            match outbox.finish(&leased, &report, Utc::now(), number.into()) {
                // The clock was set, and another desk has taken it over. It compares the `cid` first.
                Ok(_) | Err(OutboxError::LeaseLost) => {}
                Err(error) => return Err(error.into()),
            }
        }
        deliver_due(&outbox, &client, |_, _| {}).await?;
    }
    loop {
        let (counts, readiness) = deliver_due(&outbox, &client, |_, _| {}).await?;
        if counts.waiting == 0 {
            return Ok(());
        }
        // Other desks hold the rest, or it is not due yet.
        let due = counts.next_due.map(|due| (due - Utc::now()).to_std().unwrap_or_default());
        let wait = readiness.shut_for().or(due).unwrap_or_default();
        tokio::time::sleep(wait.clamp(Duration::from_millis(5), Duration::from_millis(200))).await;
        client.try_to_connect().await;
    }
}

fn client(task: &DeskTask) -> anyhow::Result<Client> {
    let training = || "training".to_owned();
    let config = ClientConfig {
        base_url: format!("http://{}/open-api/v2", task.api).parse()?,
        credentials: Credentials {
            client_id: training(),
            client_secret: SecretString::from("training"),
            brand: training(),
            generation: Generation::V2 { integrator_id: training(), venue_id: None },
        },
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: task.state_dir.clone(),
        country: Country::default(),
        calls_per_minute: None,
    };
    let timeouts =
        Timeouts { connect: Duration::from_secs(3), call: super::proxy::DELAY / 2, post: super::proxy::DELAY / 2 };
    Client::with_timeouts(config, timeouts).map_err(|error| anyhow::anyhow!("{error:?}"))
}

/// Prints a line for the process that started this desk and counts its saves.
fn print_line(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}
