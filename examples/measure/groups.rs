//! A desk with few and with very many groups: its start, and a letter of a search among them.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::program::{Program, USUAL_SIZE};
use crate::report::{Report, grouped, median, microseconds, milliseconds, percentile};
use crate::typing;

const ROUNDS: usize = 10;

/// Measures the desk with a list of groups that another desk of the host has loaded.
pub fn measure(report: &mut Report, desk: &Program, parent: &Path) -> anyhow::Result<()> {
    let counts = [10, 10_000];
    let mut homes = Vec::new();
    for count in counts {
        let home = tempfile::tempdir_in(parent)?;
        desk.copy_home(home.path())?;
        write_groups(&home.path().join("state/groups-live.json"), count)?;
        homes.push((desk.with_home(home.path(), "Main venue"), home));
    }
    let mut figures = counts.map(|_| (Vec::new(), Vec::new()));
    for _ in 0..ROUNDS {
        for ((program, _), (starts, letters)) in homes.iter().zip(&mut figures) {
            let mut running = program.start(parent, USUAL_SIZE, &[])?;
            starts.push(running.first_frame);
            program.wait_until_loaded(&mut running.terminal)?;
            let before = running.terminal.cursor();
            running.terminal.send_and_wait("\x0c", |screen| screen.cursor_position() != before)?;
            letters.extend(typing::type_all(&mut running.terminal, "number 7")?);
            running.terminal.wait_until(|screen| screen.contents().contains("Customers number 7"))?;
        }
    }
    let rows: Vec<_> = counts
        .iter()
        .zip(&figures)
        .map(|(count, (starts, letters))| {
            vec![
                format!("{} groups", grouped(*count)),
                milliseconds(median(starts)),
                microseconds(median(letters)),
                microseconds(percentile(letters, 99)),
            ]
        })
        .collect();
    report.table("groups", &["", "first frame", "a letter of a search", "99 %"], &rows);
    Ok(())
}

/// Replaces the groups in the file by others, as if the API had listed them.
fn write_groups(file: &Path, count: u64) -> anyhow::Result<()> {
    let mut stored: serde_json::Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let listed = stored.pointer_mut("/listed/groups").and_then(serde_json::Value::as_array_mut).context("groups")?;
    let model = listed.first().and_then(serde_json::Value::as_object).context("a group")?.clone();
    *listed = (1..=count)
        .map(|id| {
            let mut group = model.clone();
            group.insert("id".into(), id.into());
            group.insert("name".into(), format!("Customers number {id}").into());
            group.into()
        })
        .collect();
    Ok(fs::write(file, stored.to_string())?)
}
