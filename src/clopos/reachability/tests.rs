use super::*;

const NOW: u64 = 1_767_853_132_000;
/// The random number that changes no interval.
const MEAN: u64 = 500;

/// Fails reads and writes, then every probe during this time. Returns when the probes were made.
fn probes(seconds: u64, outcome: Outcome) -> Vec<u64> {
    let mut reachability = Reachability::default();
    for direction in [CallDirection::Read, CallDirection::Read, CallDirection::Write, CallDirection::Write] {
        reachability.record(direction, outcome, NOW, MEAN);
    }
    let mut probe_times = Vec::new();
    for now in (NOW..NOW + seconds * 1000).step_by(100) {
        if reachability.gate(CallDirection::Read, now) == Gate::Probe {
            reachability.begin_probe(now, MEAN);
            reachability.record(CallDirection::Read, outcome, now, MEAN);
            probe_times.push(now - NOW);
        }
    }
    probe_times
}

#[test]
fn an_hour_offline_makes_few_probes_and_a_short_outage_is_noticed_soon() {
    for outcome in [Outcome::Failed, Outcome::Unconnected] {
        let probe_times = probes(3600, outcome);
        assert!(probe_times.len() <= 126, "{}", probe_times.len());
        let mut before = 0;
        for at in probe_times {
            let max_gap = if before < 120_000 { 8_000 } else { 35_000 };
            assert!(at - before <= max_gap, "{before} to {at}");
            before = at;
        }
    }
}

/// The hosts of a brand lose the API in the same millisecond.
#[test]
fn hosts_do_not_probe_in_step() {
    let probes_of = |host: u64| {
        let mut reachability = Reachability::default();
        let mut random = host;
        reachability.record(CallDirection::Read, Outcome::Unconnected, NOW, random);
        let mut times = Vec::new();
        for now in NOW..NOW + 600_000 {
            if reachability.gate(CallDirection::Read, now) == Gate::Probe {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                reachability.begin_probe(now, random >> 33);
                times.push(now);
            }
        }
        times
    };
    let hosts: Vec<_> = (0..20).map(|host| probes_of(host * 7_919)).collect();
    assert!(hosts.iter().all(|probes| (25..=40).contains(&probes.len())), "{hosts:?}");
    // The last second of ten minutes has no more than a few hosts.
    let all: Vec<u64> = hosts.into_iter().flatten().collect();
    let busiest = (NOW + 300_000..NOW + 600_000)
        .step_by(500)
        .map(|begin| all.iter().filter(|at| (begin..begin + 1_000).contains(*at)).count());
    let busiest = busiest.max().unwrap();
    assert!(busiest <= 7, "{busiest} of 20 hosts in one second");
}

#[test]
fn one_failure_changes_nothing_and_a_second_one_means_offline() {
    let mut reachability = Reachability::default();
    reachability.record(CallDirection::Write, Outcome::Failed, NOW, MEAN);
    assert_eq!(reachability.gate(CallDirection::Write, NOW), Gate::Open);
    reachability.record(CallDirection::Write, Outcome::Neutral, NOW, MEAN);
    reachability.record(CallDirection::Write, Outcome::Failed, NOW, MEAN);
    assert_eq!(reachability.gate(CallDirection::Write, NOW), Gate::Shut(Duration::from_secs(1)));
    assert_eq!(reachability.gate(CallDirection::Read, NOW), Gate::Open);
    assert_eq!(reachability.gate(CallDirection::Write, NOW + 1_000), Gate::Probe);
    reachability.begin_probe(NOW + 1_000, MEAN);
    assert_eq!(reachability.gate(CallDirection::Write, NOW + 1_000), Gate::Shut(Duration::from_secs(3)));
    reachability.record(CallDirection::Write, Outcome::Passed, NOW + 1_100, MEAN);
    assert_eq!(reachability, Reachability::default());
}

#[test]
fn a_read_that_passes_makes_a_write_probe_due_but_proves_nothing_for_writes() {
    let mut reachability = Reachability::default();
    reachability.record(CallDirection::Read, Outcome::Unconnected, NOW, MEAN);
    assert!(reachability.can_probe_by_connecting());
    reachability.begin_probe(NOW + 2_000, MEAN);
    reachability.record(CallDirection::Read, Outcome::Passed, NOW + 2_100, MEAN);
    assert_eq!(reachability.gate(CallDirection::Read, NOW + 2_100), Gate::Open);
    assert_eq!(reachability.gate(CallDirection::Write, NOW + 2_100), Gate::Probe);
    reachability.begin_probe(NOW + 2_100, MEAN);
    reachability.record(CallDirection::Write, Outcome::Failed, NOW + 2_200, MEAN);
    reachability.record(CallDirection::Read, Outcome::Passed, NOW + 2_300, MEAN);
    assert!(
        matches!(reachability.gate(CallDirection::Write, NOW + 2_300), Gate::Shut(_)),
        "further reads make no probe due"
    );
}

#[test]
fn a_foreground_failure_does_not_delay_the_probe() {
    let mut reachability = Reachability::default();
    reachability.record(CallDirection::Write, Outcome::Unconnected, NOW, MEAN);
    let before = reachability.gate(CallDirection::Write, NOW + 500);
    reachability.record(CallDirection::Write, Outcome::Unconnected, NOW + 500, MEAN);
    assert_eq!(reachability.gate(CallDirection::Write, NOW + 500), before);
}

#[test]
fn a_clock_that_was_set_makes_a_probe_due() {
    let mut reachability = Reachability::default();
    reachability.record(CallDirection::Read, Outcome::Unconnected, NOW, MEAN);
    for step in [2 * 60, 59 * 60, 24 * 3600] {
        assert_eq!(reachability.gate(CallDirection::Read, NOW - step * 1000), Gate::Probe, "{step} s back");
        assert_eq!(reachability.gate(CallDirection::Read, NOW + step * 1000), Gate::Probe, "{step} s forward");
    }
    reachability.begin_probe(NOW - 3_600_000, MEAN);
    assert_eq!(reachability.gate(CallDirection::Read, NOW - 3_600_000), Gate::Shut(Duration::from_secs(1)));
}
