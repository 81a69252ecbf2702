//! The fields of the desk as a form of stock ratatui, crossterm and tui-input, made the way their documentation shows: a
//! blocking loop that draws a whole frame after each event. It checks nothing and saves nothing. `just measure` compares it
//! with the desk. Tab and Enter go on, Esc ends it.

use std::io;

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::Stylize as _;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use ratatui::{DefaultTerminal, Frame};
use tui_input::{Input, InputRequest};

const LABELS: [&str; 8] = ["Phone", "Name *", "Code", "Date of birth", "Gender", "Group", "Email", "Note"];

fn main() -> io::Result<()> {
    let mut terminal = ratatui::init();
    let result = App::default().run(&mut terminal);
    ratatui::restore();
    result
}

/// The state of the form.
#[derive(Default)]
struct App {
    inputs: [Input; LABELS.len()],
    /// The index of the field with the cursor.
    focus: usize,
}

impl App {
    fn run(mut self, terminal: &mut DefaultTerminal) -> io::Result<()> {
        loop {
            terminal.draw(|frame| self.render(frame))?;
            let Event::Key(key) = event::read()? else { continue };
            if key.kind != KeyEventKind::Press {
                continue;
            }
            match key.code {
                KeyCode::Esc => return Ok(()),
                KeyCode::Tab | KeyCode::Down | KeyCode::Enter => self.focus = (self.focus + 1) % LABELS.len(),
                KeyCode::BackTab | KeyCode::Up => self.focus = (self.focus + LABELS.len() - 1) % LABELS.len(),
                code => self.edit(code),
            }
        }
    }

    /// Changes the text of the field with the cursor.
    fn edit(&mut self, code: KeyCode) {
        let request = match code {
            KeyCode::Char(letter) => InputRequest::InsertChar(letter),
            KeyCode::Backspace => InputRequest::DeletePrevChar,
            KeyCode::Delete => InputRequest::DeleteNextChar,
            KeyCode::Left => InputRequest::GoToPrevChar,
            KeyCode::Right => InputRequest::GoToNextChar,
            KeyCode::Home => InputRequest::GoToStart,
            KeyCode::End => InputRequest::GoToEnd,
            _ => return,
        };
        if let Some(input) = self.inputs.get_mut(self.focus) {
            input.handle(request);
        }
    }

    fn render(&self, frame: &mut Frame<'_>) {
        let [header, form, button, _, footer] = Layout::vertical([
            Constraint::Length(2),
            Constraint::Length(16),
            Constraint::Length(1),
            Constraint::Fill(1),
            Constraint::Length(1),
        ])
        .areas(frame.area());
        frame.render_widget(Line::from("Front desk").reversed(), header);
        let rows = Layout::vertical([Constraint::Length(2); LABELS.len()]).split(form);
        for (index, ((label, input), row)) in LABELS.iter().zip(&self.inputs).zip(rows.iter()).enumerate() {
            let [label_area, value_area] =
                Layout::horizontal([Constraint::Length(17), Constraint::Max(44)]).areas(*row);
            let has_focus = index == self.focus;
            let label = Line::from(*label);
            frame.render_widget(if has_focus { label.reversed() } else { label }, label_area);
            let scroll = input.visual_scroll(usize::from(value_area.width.max(1)) - 1);
            let scrolled = u16::try_from(scroll).unwrap_or_default();
            frame.render_widget(Paragraph::new(input.value()).underlined().scroll((0, scrolled)), value_area);
            if has_focus {
                let column = u16::try_from(input.visual_cursor().saturating_sub(scroll)).unwrap_or_default();
                frame.set_cursor_position((value_area.x + column, value_area.y));
            }
        }
        frame.render_widget("                 [ Register ]", button);
        frame.render_widget("Tab next field  Shift-Tab previous field  Esc quit", footer);
    }
}
