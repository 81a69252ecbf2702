//! The list of groups of an open desk, which follows Clopos during a shift.

use super::*;
use crate::app::Msg;
use crate::runtime::event::{Event, EventReceiver};

/// Returns the names of the groups of each list that a desk has received since the last call.
fn received_lists(desk: &EventReceiver) -> Vec<String> {
    let lists = std::iter::from_fn(|| desk.next()).filter_map(|event| match event {
        Event::Msg(Msg::Groups(Ok(groups))) => Some(groups),
        _ => None,
    });
    lists.map(|groups| groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>().join(", ")).collect()
}

/// An Excel import makes groups during a shift, and a person renames them.
#[tokio::test(start_paused = true)]
async fn a_desk_gets_the_groups_again_every_hour_of_a_shift() {
    let restaurant = Restaurant::new(Version::V2);
    let desk = restaurant.open_desk();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(received_lists(&desk), ["One"]);
    // A second desk, opened later, uses the list of the first one.
    tokio::time::sleep(Duration::from_mins(20)).await;
    let later_desk = restaurant.open_desk();
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(received_lists(&later_desk).last().map(String::as_str), Some("One"));
    let opened = Instant::now();

    for name in ["Regulars", "VIP", "Staff"] {
        restaurant.server.rename_group(name);
        tokio::time::sleep(Duration::from_mins(61)).await;
        assert_eq!(received_lists(&desk).last().map(String::as_str), Some(name), "the desk that was opened first");
    }
    // The list of another desk is an hour old at most, so that each name comes within two hours.
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(received_lists(&later_desk).last().map(String::as_str), Some("Staff"), "the desk that was opened later");
    let calls = restaurant.server.calls_since(opened);
    assert!((3..=5).contains(&calls["groups"]), "the desks share one call an hour: {calls:?}");
}

/// If Clopos cannot be reached at the full hour, the desk keeps its list and gets the new one after the outage.
#[tokio::test(start_paused = true)]
async fn a_refresh_that_fails_is_repeated() {
    let restaurant = Restaurant::new(Version::V2);
    let desk = restaurant.open_desk();
    tokio::time::sleep(Duration::from_mins(50)).await;
    restaurant.server.rename_group("VIP");
    restaurant.server.set_outage(Some((Outage::Refused, Scope::All)));
    tokio::time::sleep(Duration::from_mins(20)).await;
    restaurant.server.set_outage(None);
    tokio::time::sleep(Duration::from_mins(2)).await;
    assert_eq!(received_lists(&desk), ["One", "VIP"]);
}
