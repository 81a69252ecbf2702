//! The terminal of the desk: raw mode, and the frame that it shows. `screen` says when to draw.

use std::io;
use std::os::fd::BorrowedFd;

use anyhow::Context as _;
use ratatui::layout::{Position, Rect, Size};

use crate::app::Model;
use crate::locale::{Languages, Locale, technician};
use crate::terminal::{NonblockingTty, Output, Renderer, TerminalGuard, enter_sequence, window_size};
use crate::view::{Canvas, RenderContext, Theme, echo, render};

/// The terminal in raw mode and the frame that it shows.
pub(super) struct TerminalUi {
    pub(super) renderer: Renderer,
    pub(super) output: Output<NonblockingTty>,
    languages: Languages,
    theme: Theme,
    canvas: Canvas,
    /// The size of the window when it was read last. A later change comes as an event.
    pub(super) size: Size,
    pub(super) guard: TerminalGuard,
}

impl TerminalUi {
    /// Sets the terminal to raw mode and draws the first frame.
    pub(super) fn enter(model: &Model, languages: Languages, theme: Theme) -> anyhow::Result<Self> {
        let guard = TerminalGuard::enter().context(technician().fatal_terminal())?;
        let output = Output::new(NonblockingTty::stdout()?, theme.signs);
        let (renderer, canvas, size) = (Renderer::default(), Canvas::default(), window_size());
        let mut ui = Self { renderer, output, languages, theme, canvas, size, guard };
        ui.paint(model).context(technician().fatal_terminal())?;
        Ok(ui)
    }

    pub(super) fn pending_output(&self) -> Option<BorrowedFd<'_>> {
        self.output.has_pending().then(|| self.output.writer().fd())
    }

    /// Draws everything in the next language from now on, and returns it.
    pub(super) fn show_next_language(&mut self) -> &'static Locale {
        // No region of the last frame has the new words.
        self.canvas = Canvas::default();
        self.languages.advance()
    }

    /// Prepares the next frame after another program has used the terminal: it enters the alternate screen again and
    /// draws everything.
    pub(super) fn reenter_screen(&mut self) {
        self.output.queue(&enter_sequence());
        self.renderer.invalidate();
    }

    /// Draws the model, unless the terminal has not accepted the last frame yet. Then the next frame shows the newest
    /// state.
    pub(super) fn paint(&mut self, model: &Model) -> io::Result<()> {
        self.output.flush()?;
        if self.output.has_pending() {
            return Ok(());
        }
        let area = Rect::from((Position::ORIGIN, self.size));
        if echo(model, self.theme, &mut self.canvas, area).is_some()
            && let Some(letter) = self.renderer.render_cell_at_cursor(self.canvas.buffer())
        {
            self.output.write_frame(&letter)?;
        }
        let context = RenderContext { say: self.languages.current(), theme: self.theme };
        let cursor = render(model, context, &mut self.canvas, area);
        let frame = self.renderer.render(self.canvas.buffer(), self.canvas.changed_rows(), cursor);
        self.output.write_frame(&frame)
    }
}
