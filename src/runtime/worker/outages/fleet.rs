//! A chain of restaurants: hosts with several desks each, and one brand whose limit of calls they share. The server is
//! away for some minutes, and what was saved meanwhile must arrive once. `just fleet` runs it at full size.

use std::fmt;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::task::JoinSet;

use super::*;
use crate::clock;
use crate::delivery::first_attempt;
use crate::domain::DeliveryOutcome;

/// The size of a run.
#[derive(Debug, Clone, Copy)]
struct Plan {
    version: Version,
    hosts: u32,
    desks: u32,
    /// `clopos.calls_per_minute` of each host.
    share: Option<u32>,
    /// The mean time from one customer of a desk to the next.
    pause: Duration,
    /// The time before and after the outage in which cashiers work.
    work: Duration,
    outage: Duration,
}

/// The customers of a desk have this many numbers, and a host as many as for a hundred desks.
const NUMBERS_OF_DESK: u32 = 1_000;

/// What one host got.
#[derive(Debug, Default)]
struct HostOutcome {
    saved: usize,
    /// The customers that were registered while the cashier looked, before, in and after the outage.
    at_once: usize,
    /// The most that waited at the same time.
    most_waiting: u64,
    /// The time from the return of the server.
    until_empty: Duration,
    calls: usize,
    too_many: usize,
}

#[derive(Debug)]
struct Outcome {
    plan: Plan,
    hosts: Vec<HostOutcome>,
    stored: usize,
    duplicates: usize,
    /// The most calls that the server got in a second, in the minute after its return.
    busiest_second: usize,
}

impl Outcome {
    fn sum(&self, of: impl Fn(&HostOutcome) -> usize) -> usize {
        self.hosts.iter().map(of).sum()
    }

    fn until_empty(&self) -> Duration {
        self.hosts.iter().map(|host| host.until_empty).max().unwrap_or_default()
    }

    fn lost(&self) -> usize {
        self.sum(|host| host.saved) - (self.stored - self.duplicates)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan { version, hosts, desks, share, pause, work, outage } = self.plan;
        let share = share.map_or("no share".to_owned(), |share| format!("{share} calls a minute each"));
        writeln!(
            f,
            "{version:?}: {hosts} hosts with {desks} desks, {share}; a customer every {pause:?} at each desk;"
        )?;
        writeln!(f, "{work:?} of work, {outage:?} without the server, {work:?} of work")?;
        writeln!(
            f,
            "| host | saved | at once | most waiting | empty after | calls | 429 |\n|---|---|---|---|---|---|---|"
        )?;
        for (number, host) in self.hosts.iter().enumerate() {
            let HostOutcome { saved, at_once, most_waiting, until_empty, calls, too_many } = host;
            let seconds = until_empty.as_secs();
            writeln!(
                f,
                "| {} | {saved} | {at_once} | {most_waiting} | {seconds} s | {calls} | {too_many} |",
                number + 1
            )?;
        }
        let (saved, at_once) = (self.sum(|host| host.saved), self.sum(|host| host.at_once));
        let (calls, too_many) = (self.sum(|host| host.calls), self.sum(|host| host.too_many));
        let seconds = self.until_empty().as_secs();
        writeln!(f, "| all | {saved} | {at_once} | | {seconds} s | {calls} | {too_many} |")?;
        writeln!(f, "most calls in a second of the first minute after the return: {}", self.busiest_second)?;
        let Self { stored, duplicates, .. } = self;
        write!(f, "saved {saved}, stored {stored}, lost {}, duplicates {duplicates}", self.lost())
    }
}

/// Registers customers at one desk until its work ends. Returns the number of saved customers, and of those that were
/// registered at once.
async fn run_desk(restaurant: Restaurant, plan: Plan, first_number: u32, end: Instant) -> (usize, usize) {
    let mut random = StdRng::seed_from_u64(first_number.into());
    let (outbox, connection) = restaurant.process();
    let (mut saved, mut at_once) = (0, 0);
    for number in first_number..first_number + NUMBERS_OF_DESK {
        let shortest = if number == first_number { 0.0 } else { 0.5 };
        tokio::time::sleep(plan.pause.mul_f64(random.random_range(shortest..1.5))).await;
        if Instant::now() >= end {
            break;
        }
        let customer = customer(number);
        // The look-up while the cashier types only informs.
        drop(connection.client().await.unwrap().for_optional_calls().look_up(customer.phone.as_ref().unwrap()).await);
        let leased = outbox.save_and_lease(&customer, &Cashier::new("aysel"), clock::now()).unwrap().unwrap();
        saved += 1;
        let outcome = first_attempt::deliver(&*outbox, &connection, leased).await;
        at_once += usize::from(matches!(outcome, DeliveryOutcome::Registered(_)));
    }
    (saved, at_once)
}

/// Looks every second at what waits on a host, until nothing does after the return of the server.
async fn watch_host(restaurant: Restaurant, back: Instant) -> (u64, Duration) {
    let (outbox, _) = restaurant.process();
    let mut most = 0;
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let waiting = Restaurant::waiting(&outbox);
        most = most.max(waiting);
        if Instant::now() > back && waiting == 0 {
            return (most, back.elapsed());
        }
        assert!(back.elapsed() < Duration::from_hours(3), "{waiting} still wait");
    }
}

async fn run_host(restaurant: Restaurant, plan: Plan, number: u32, back: Instant) -> HostOutcome {
    let mut desks = JoinSet::new();
    let mut open = Vec::new();
    for desk in 0..plan.desks {
        open.push(restaurant.open_desk());
        let first_number = (number * 100 + desk) * NUMBERS_OF_DESK;
        desks.spawn(run_desk(restaurant.clone(), plan, first_number, back + plan.work));
    }
    let (most_waiting, until_empty) = watch_host(restaurant.clone(), back).await;
    let counts = desks.join_all().await;
    // The last customers may have been saved while no call was left.
    watch_host(restaurant.clone(), Instant::now()).await;
    let (calls, too_many) = restaurant.server.calls_of_host();
    HostOutcome {
        saved: counts.iter().map(|(saved, _)| saved).sum(),
        at_once: counts.iter().map(|(_, at_once)| at_once).sum(),
        most_waiting,
        until_empty,
        calls,
        too_many,
    }
}

/// Runs a plan. The first tenth of the outage loses only answers, then no call is answered, and in its second half
/// connections are refused.
async fn run(plan: Plan) -> Outcome {
    let server = if plan.version == Version::V1 { FakeServer::v1() } else { FakeServer::v2() };
    let begin = Instant::now() + plan.work;
    let back = begin + plan.outage;
    let mut hosts = JoinSet::new();
    for number in 0..plan.hosts {
        let restaurant = Restaurant {
            calls_per_minute: plan.share,
            ..Restaurant::with_server(plan.version, server.for_host(number))
        };
        hosts.spawn(async move { (number, run_host(restaurant, plan, number, back).await) });
    }
    for (outage, from) in [
        (Outage::AnswerLost, begin),
        (Outage::Silent, begin + plan.outage / 10),
        (Outage::Refused, begin + plan.outage / 2),
    ] {
        tokio::time::sleep_until(from).await;
        server.set_outage(Some((outage, Scope::All)));
    }
    tokio::time::sleep_until(back).await;
    server.set_outage(None);
    let mut hosts = hosts.join_all().await;
    hosts.sort_by_key(|(number, _)| *number);
    let (stored, different) = server.stored();
    Outcome {
        plan,
        hosts: hosts.into_iter().map(|(_, host)| host).collect(),
        stored,
        duplicates: stored - different,
        busiest_second: server.busiest_second(back, back + Duration::from_mins(1)),
    }
}

fn assert_nothing_lost(outcome: &Outcome) {
    let words = outcome.to_string();
    println!("{words}");
    assert_eq!((outcome.lost(), outcome.duplicates), (0, 0), "{outcome}");
    assert_eq!(outcome.sum(|host| host.saved), outcome.stored, "{outcome}");
}

const FLEET: Plan = Plan {
    version: Version::V2,
    hosts: 20,
    desks: 10,
    share: Some(15),
    pause: Duration::from_mins(4),
    work: Duration::from_mins(5),
    outage: Duration::from_mins(10),
};

#[tokio::test(start_paused = true)]
async fn a_small_fleet_loses_nothing_and_doubles_nothing() {
    let minutes = Duration::from_mins;
    let outcome = run(Plan {
        hosts: 3,
        desks: 2,
        share: Some(20),
        pause: minutes(1),
        work: minutes(1),
        outage: minutes(2),
        ..FLEET
    })
    .await;
    assert_nothing_lost(&outcome);
    assert_eq!(outcome.sum(|host| host.too_many), 0, "{outcome}");
    assert!(outcome.hosts.iter().all(|host| host.most_waiting > 0), "{outcome}");
    assert!(outcome.until_empty() < minutes(2), "{outcome}");
}

/// `just fleet`
#[tokio::test(start_paused = true)]
#[ignore = "takes long: just fleet"]
async fn twenty_hosts_with_ten_desks_lose_nothing_and_double_nothing() {
    allow_many_files();
    let with_shares = run(FLEET).await;
    assert_nothing_lost(&with_shares);
    assert_eq!(with_shares.sum(|host| host.too_many), 0, "the shares of all hosts are the brand's calls");
    let without_shares = run(Plan { share: None, ..FLEET }).await;
    assert_nothing_lost(&without_shares);
    for outcome in [with_shares, without_shares] {
        assert!(outcome.until_empty() < Duration::from_mins(15), "{outcome}");
    }
}

/// `just fleet`
#[tokio::test(start_paused = true)]
#[ignore = "takes long: just fleet"]
async fn twenty_hosts_with_the_hourly_limit_of_v1_lose_nothing_and_double_nothing() {
    allow_many_files();
    let hour = Plan {
        version: Version::V1,
        share: Some(5),
        pause: Duration::from_hours(1),
        work: Duration::from_mins(30),
        ..FLEET
    };
    assert_nothing_lost(&run(hour).await);
}

/// Each desk has its files open, and all desks of the run are in this process.
fn allow_many_files() {
    let mut limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    limit.current = limit.maximum;
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit).unwrap();
}
