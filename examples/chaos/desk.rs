//! One desk as a process of its own: saves its share of the customers, sends each, delivers what is due, until the
//! outbox is empty or somebody kills it.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use frontdesk::clopos::{Client, ClientConfig, Credentials, PlainHttpPolicy, Timeouts};
use frontdesk::domain::{Cid, Code, Country, Email, GroupId, Name, NewCustomer, Note, Phone};
use frontdesk::outbox::{Cashier, Environment, Outbox, Owner, RoundEnd, attempt, deliver_due};
use rand::TryRng as _;
use rand::rngs::SysRng;
use secrecy::SecretString;

/// What a desk is told, in its environment.
#[derive(Debug, Clone)]
pub struct Orders {
    /// Where the desks of this host keep what they share.
    pub state_dir: PathBuf,
    /// The address of the API.
    pub api: String,
    /// The first customer of this desk, and the first of nobody.
    pub from: u32,
    pub to: u32,
    /// From one customer of this desk to the next.
    pub step: u32,
    /// Which run: other customers each time.
    pub seed: u64,
}

const ORDERS: &str = "CHAOS_ORDERS";

impl Orders {
    /// As a variable for [`Orders::read`].
    pub fn variable(&self) -> (&'static str, String) {
        let Self { state_dir, api, from, to, step, seed } = self;
        (ORDERS, format!("{api}\n{from}\n{to}\n{step}\n{seed}\n{}", state_dir.display()))
    }

    /// Those of this process; nothing if it is no desk.
    pub fn read() -> Option<Self> {
        let text = env::var(ORDERS).ok()?;
        let mut parts = text.splitn(6, '\n');
        let mut part = || parts.next();
        Some(Self {
            api: part()?.to_owned(),
            from: part()?.parse().ok()?,
            to: part()?.parse().ok()?,
            step: part()?.parse().ok()?,
            seed: part()?.parse().ok()?,
            state_dir: part()?.into(),
        })
    }
}

/// A customer by number: the same after a kill, as from a draft. Each text can be searched for.
pub fn customer(number: u32, seed: u64) -> Option<NewCustomer> {
    let mut bytes = [0; 16];
    bytes.get_mut(..8)?.copy_from_slice(&seed.to_be_bytes());
    bytes.get_mut(12..)?.copy_from_slice(&number.to_be_bytes());
    // Every eleventh is without a phone: it can only be looked up by its name.
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
    })
}

/// Does what it was told. `saved N` is printed when customer N is safe.
pub fn run(orders: &Orders) -> anyhow::Result<()> {
    log(orders)?;
    let work = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    work.block_on(serve(orders))
}

/// The most verbose log there is: what it must not have is looked for afterwards.
fn log(orders: &Orders) -> anyhow::Result<()> {
    fs::create_dir_all(&orders.state_dir)?;
    let file = fs::OpenOptions::new().create(true).append(true).open(orders.state_dir.join("frontdesk.log"))?;
    let log = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false);
    log.with_writer(Mutex::new(file)).try_init().map_err(anyhow::Error::from_boxed)
}

async fn serve(orders: &Orders) -> anyhow::Result<()> {
    let owner = Arc::new(Owner::register(&orders.state_dir)?);
    let outbox = Arc::new(Outbox::open(&orders.state_dir, owner, Utc::now())?.0);
    let client = client(orders)?;
    say("")?;
    for number in (orders.from..orders.to).step_by(usize::try_from(orders.step)?) {
        let customer = customer(number, orders.seed).context("customer")?;
        let leased = match outbox.save_and_lease(&customer, &Cashier::new("chaos"), Utc::now()) {
            // Saved before the last kill and delivered meanwhile.
            Err(frontdesk::outbox::OutboxError::Registered(_)) => None,
            leased => leased?,
        };
        say(&format!("saved {number}"))?;
        if let Some(leased) = leased {
            let report = attempt(&client, &leased).await;
            outbox.finish(&leased, &report, Utc::now(), random())?;
        }
        deliver_due(&outbox, &client, &System, |_, _| {}).await?;
    }
    loop {
        let RoundEnd { waiting, next_due, shut_for, .. } = deliver_due(&outbox, &client, &System, |_, _| {}).await?;
        if waiting == 0 {
            return Ok(());
        }
        // Other desks have the rest, or it waits for its time.
        let due = next_due.map(|due| (due - Utc::now()).to_std().unwrap_or_default());
        let wait = shut_for.or(due).unwrap_or_default();
        tokio::time::sleep(wait.clamp(Duration::from_millis(5), Duration::from_millis(200))).await;
        client.try_to_connect().await;
    }
}

#[derive(Clone)]
struct System;

impl Environment for System {
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }

    fn random(&self) -> u64 {
        random()
    }
}

fn client(orders: &Orders) -> anyhow::Result<Client> {
    let training = || "training".to_owned();
    let access = ClientConfig {
        base_url: format!("http://{}/open-api/v2", orders.api).parse()?,
        credentials: Credentials::V2 {
            client_id: training(),
            client_secret: SecretString::from("training"),
            brand: training(),
            integrator_id: training(),
            venue_id: None,
        },
        extra_ca: None,
        plain_http: PlainHttpPolicy::OnlyLoopback,
        state_dir: orders.state_dir.clone(),
        country: Country::default(),
    };
    let timeouts =
        Timeouts { connect: Duration::from_secs(3), call: super::proxy::DELAY / 2, post: super::proxy::DELAY / 2 };
    Client::with_timeouts(access, timeouts).map_err(|error| anyhow::anyhow!("{error:?}"))
}

/// To whoever started this desk and counts on what it hears.
fn say(line: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{line}")
}

fn random() -> u64 {
    SysRng.try_next_u64().unwrap_or_default()
}
