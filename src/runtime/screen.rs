//! The front end on a screen: it reads keys and draws frames.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

use anyhow::Context as _;
use rand::TryRng as _;
use rand::rngs::SysRng;
use ratatui::layout::Size;

use crate::app::{self, CidGenerator, Effect, Exit, IdleTimeouts, Mode, Model, Msg, Outcome, TypedText, update};
use crate::clock;
use crate::domain::{DisplayText, PhoneRules};
use crate::form::ParseContext;
use crate::locale::{Locale, technician};
use crate::settings::{ApiTarget, Bell, DeskConfig, OutboxConfig};
use crate::terminal::{BELL, Input, TerminalInput, theme, window_size};
use crate::view::Alarm;

use super::background::{Background, WorkerRuntime};
use super::event::{self, Event};
use super::event_loop::{self, FrontEnd, SuspendPolicy};
use super::language::languages;
use super::terminal_ui::TerminalUi;

/// Opens the desk on the terminal and runs it until the cashier quits or the terminal goes away.
///
/// The first frame is drawn before the first call to the network.
///
/// # Errors
///
/// The terminal cannot be set to raw mode, or the system has no thread, descriptor or randomness.
pub fn run(config: DeskConfig, api: ApiTarget, outbox: OutboxConfig, suspend: SuspendPolicy) -> anyhow::Result<()> {
    let opened = Instant::now();
    let theme = theme();
    let languages = languages(&config, &outbox, theme.signs);
    let model = initial_model(&config, &api, &outbox.cashier, languages.current(), None)?;
    let alarm = (config.accessibility.bell == Bell::Errors).then(Alarm::default);
    let (sender, events) = event::channel()?;
    let worker = WorkerRuntime::new()?;
    let (input, ui) = (TerminalInput::new(opened), TerminalUi::enter(&model, languages, theme)?);
    // The threads would share the cores with the first frame.
    let background = Background::start(worker, config, api, outbox, sender)?;
    let mut screen = Screen { opened, input, ui, model, reported_size: None, alarm };
    for effect in [Effect::LoadDesk, Effect::FindFirstStart, Effect::FindSample] {
        background.order(effect);
    }
    event_loop::run(&mut screen, &events, &background, suspend)
}

/// Builds the model of a desk that has just been opened.
pub(super) fn initial_model(
    config: &DeskConfig,
    api: &ApiTarget,
    cashier: &str,
    language: &Locale,
    phone_rules: Option<PhoneRules>,
) -> anyhow::Result<Model> {
    let mut seed = [0; 32];
    SysRng.try_fill_bytes(&mut seed).context(technician().fatal_randomness())?;
    let mode = if api.is_training() { Mode::Training } else { Mode::Live };
    let rules = ParseContext {
        country: config.country,
        phone_rules,
        language: config.capitals,
        date_order: config.date_order,
        today: clock::today(config.time_zone),
    };
    let desk = app::Desk {
        cashier: DisplayText::new(cashier),
        letters: language.letters(),
        sticky_group: config.sticky_group,
        scanner_prefix: config.scanner_prefix,
        code_template: config.code_template.clone(),
        consent: config.consent.clone(),
        is_quiet: config.accessibility.is_quiet,
        privacy: IdleTimeouts { hide_after: config.hide_after, shelve_after: config.shelve_after },
        ..app::Desk::new(mode, rules)
    };
    Ok(Model::new(desk, CidGenerator::seeded(seed)))
}

/// The front end that draws on the terminal.
struct Screen {
    opened: Instant,
    model: Model,
    input: TerminalInput,
    ui: TerminalUi,
    /// The size of the window that the model knows.
    reported_size: Option<Size>,
    /// The errors for which the bell rings. `None` means that it never rings.
    alarm: Option<Alarm>,
}

impl Screen {
    fn update(&mut self, msg: Msg, outcome: &mut Outcome) {
        let mut next = update(&mut self.model, msg);
        let asks = next.effects.iter_mut().find(|effect| **effect == Effect::ChangeLanguage);
        if let Some(effect) = asks {
            let language = self.ui.show_next_language();
            *effect = Effect::RememberLanguage(language.code());
            next.merge(update(&mut self.model, Msg::Letters(language.letters())));
        }
        outcome.merge(next);
    }

    fn on_inputs(&mut self, inputs: Vec<Input>, outcome: &mut Outcome) {
        for input in inputs {
            let at = self.opened.elapsed();
            let msg = match input {
                Input::Key(key, at) => Msg::Key { key, at: at.saturating_duration_since(self.opened) },
                Input::Paste { text, is_last } => Msg::Paste { text: TypedText(text), is_last, at },
                Input::Unreadable => Msg::Unreadable,
                Input::Closed => Msg::HangUp,
            };
            self.update(msg, outcome);
        }
    }

    /// Reads the size of the window and sends a new one to the model.
    fn read_window_size(&mut self, outcome: &mut Outcome) {
        self.ui.size = window_size();
        if self.reported_size.replace(self.ui.size) != Some(self.ui.size) {
            let Size { width, height } = self.ui.size;
            self.update(Msg::Resized { columns: width, rows: height }, outcome);
        }
    }

    /// Returns when to send `Msg::Idle`.
    fn idle_due(&self) -> Option<Instant> {
        self.model.idle_due().map(|due| self.opened + due)
    }
}

impl FrontEnd for Screen {
    const SHOW_MAY_BLOCK: bool = false;

    fn is_reading(&self) -> bool {
        self.input.is_open()
    }

    fn pending_output(&self) -> Option<BorrowedFd<'_>> {
        self.ui.pending_output()
    }

    fn deadline(&self) -> Option<Instant> {
        self.input.deadline().into_iter().chain(self.idle_due()).min()
    }

    fn on_timeout(&mut self, now: Instant, outcome: &mut Outcome) {
        let inputs = self.input.on_timeout(now);
        self.on_inputs(inputs, outcome);
        if self.idle_due().is_some_and(|due| due <= now) {
            self.update(Msg::Idle { at: now.saturating_duration_since(self.opened) }, outcome);
        }
    }

    fn on_input(&mut self, now: Instant, outcome: &mut Outcome) {
        // The window size comes before the keys, because a key must not change a form that cannot be seen. The signal
        // of the change may come later.
        self.read_window_size(outcome);
        let inputs = self.input.read(now);
        self.on_inputs(inputs, outcome);
    }

    fn on_event(&mut self, event: Event, outcome: &mut Outcome) {
        match event {
            Event::Msg(msg) => self.update(msg, outcome),
            // The screen is drawn again also if the size is the same, because it may have changed twice.
            Event::Resized => {
                self.read_window_size(outcome);
                self.ui.renderer.invalidate();
            }
            Event::Stopped => outcome.exit_with(Exit::Suspend),
            Event::Continued => {
                // An error means that the terminal is gone. The next frame reports that.
                let _ = self.ui.guard.reenter();
                self.read_window_size(outcome);
                self.ui.reenter_screen();
            }
        }
    }

    fn show(&mut self) -> anyhow::Result<Option<Exit>> {
        fail_if_asked(&self.model)?;
        if self.alarm.as_mut().is_some_and(|alarm| alarm.has_new_error(&self.model)) {
            self.ui.output.queue(BELL);
        }
        Ok(or_quit(&self.ui.paint(&self.model)))
    }

    fn suspend<T>(&mut self, prepare: impl FnOnce() -> Option<T>) -> anyhow::Result<Option<Exit>> {
        let resumed = self.ui.guard.suspend(prepare);
        self.ui.size = window_size();
        self.ui.reenter_screen();
        Ok(or_quit(&resumed.and_then(|()| self.ui.paint(&self.model))))
    }

    fn follows_outbox(&self) -> bool {
        self.model.follows_outbox()
    }
}

/// Returns `Quit` after a failed frame: the terminal is gone, and nothing can be shown.
fn or_quit(shown: &io::Result<()>) -> Option<Exit> {
    shown.is_err().then_some(Exit::Quit)
}

/// Fails on purpose if a test asks for it and text was typed. No key leads to these two ends.
#[cfg(debug_assertions)]
#[expect(clippy::panic, reason = "that is what the test asks for")]
fn fail_if_asked(model: &Model) -> anyhow::Result<()> {
    let typed = !model.drafts().is_empty();
    match std::env::var("FRONTDESK_TEST_END").as_deref() {
        Ok("panic") if typed => panic!("asked for"),
        Ok("error") if typed => anyhow::bail!("asked for"),
        _ => Ok(()),
    }
}

/// Does nothing: a release build has no such ends.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "the other one fails")]
const fn fail_if_asked(_: &Model) -> anyhow::Result<()> {
    Ok(())
}
