//! `frontdesk add --stdin`: one customer a line, one answer a line. A broken line answers for itself.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::Duration;

use rustix::io::Errno;
use tokio::sync::mpsc::Receiver;
use tokio::time::Instant;

use crate::delivery::{Connection, Paced};
use crate::locale::technician;
use crate::settings::Settings;
use crate::terminal;

use super::super::{CommandError, Exit, block_on, exit_with, output};
use super::json_line::{self, BrokenLine};
use super::lines::{RawLine, read_standard_input};
use super::outcome::{Answer, Outcome};
use super::registrar::{Registrar, random_cid};

/// The time between two writes of the progress.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(200);

/// Registers the customers of standard input. Returns the exit code of the worst line.
pub(super) fn run(settings: Settings) -> Result<Exit, CommandError> {
    block_on(register_all(settings))?
}

async fn register_all(settings: Settings) -> Result<Exit, CommandError> {
    if output::is_stdout_closed() {
        let stopped = CommandError::Import { line: 1, source: Errno::BADF.into() };
        return Ok(exit_with(Exit::Failed, &stopped.to_string()));
    }
    let mut lines = read_standard_input()?;
    let training = settings.api.is_training();
    let mut registrar =
        Registrar::new(settings.desk, settings.outbox, Connection::in_background(settings.api), Some(Paced::default()));
    let is_shown = io::stderr().is_terminal() && !terminal::is_dumb();
    let mut progress = Progress { is_shown, ..Progress::default() };
    let mut worst = Exit::Done;
    while let Some(raw) = next(&mut lines, &mut progress).await {
        let line = progress.lines + 1;
        let stopped = |source| CommandError::Import { line, source };
        let mut answer = answer(raw.map_err(stopped)?, &mut registrar, &mut progress).await?;
        answer.line = Some(line);
        worst = worst.or_worse(answer.outcome.status().exit);
        progress.erase();
        // Without a reader the cids of the answers would be lost, so no further customer is registered.
        if let Err(error) = writeln!(io::stdout(), "{}", answer.as_json(training)) {
            return Ok(exit_with(Exit::Failed, &stopped(error).to_string()));
        }
        progress.count(&answer.outcome);
    }
    progress.finish();
    Ok(worst)
}

/// Returns the next line. If the other program has not written it yet, the progress is shown meanwhile.
async fn next(lines: &mut Receiver<RawLine>, progress: &mut Progress) -> Option<RawLine> {
    if let Ok(line) = lines.try_recv() {
        return Some(line);
    }
    progress.shown_at = None;
    progress.show(None);
    lines.recv().await
}

async fn answer(
    raw: Result<Vec<u8>, BrokenLine>,
    registrar: &mut Registrar,
    progress: &mut Progress,
) -> Result<Answer, CommandError> {
    Ok(match raw.and_then(|line| json_line::parse(&line)) {
        Err(broken) => Answer::new(None, Outcome::Broken(broken)),
        Ok(None) => Answer::new(None, Outcome::Empty),
        Ok(Some(line)) => {
            let cid = line.cid.map_or_else(random_cid, Ok)?;
            registrar.register(cid, &line.customer, |wait| progress.show(Some(wait))).await
        }
    })
}

/// The progress on standard error, if that is a terminal.
#[derive(Default)]
struct Progress {
    is_shown: bool,
    shown_at: Option<Instant>,
    lines: u64,
    registered: u64,
    waiting: u64,
    rejected: u64,
}

impl Progress {
    fn count(&mut self, outcome: &Outcome) {
        self.lines += 1;
        match (outcome, outcome.status().exit) {
            (Outcome::Empty, _) => {}
            (_, Exit::Done) => self.registered += 1,
            (_, Exit::KeptForLater) => self.waiting += 1,
            _ => self.rejected += 1,
        }
        self.show(None);
    }

    fn show(&mut self, wait: Option<Duration>) {
        if !self.is_shown || self.shown_at.is_some_and(|at| at.elapsed() < PROGRESS_INTERVAL) {
            return;
        }
        self.shown_at = Some(Instant::now());
        let _ = write!(io::stderr(), "\r\x1b[K{}", self.in_words(wait));
    }

    fn in_words(&self, wait: Option<Duration>) -> String {
        let say = technician();
        let words = say.add_progress(self.lines, self.registered, self.waiting, self.rejected);
        let pause = wait.map(|wait| say.add_progress_wait(wait.as_secs().saturating_add(1)));
        pause.map_or_else(|| words.clone(), |pause| format!("{words} {pause}"))
    }

    /// Erases the progress before an answer, which may go to the same terminal.
    fn erase(&mut self) {
        if self.is_shown && io::stdout().is_terminal() && self.shown_at.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    fn finish(&mut self) {
        if self.is_shown {
            let _ = writeln!(io::stderr(), "\r\x1b[K{}", self.in_words(None));
        }
    }
}
