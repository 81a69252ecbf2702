use frontdesk::app::Model;
use frontdesk::view::{Canvas, RenderContext, render};
use ratatui::Frame;

/// Draws a frame on a blank screen.
pub fn draw(model: &Model, context: RenderContext<'_>, frame: &mut Frame<'_>) {
    let mut canvas = Canvas::default();
    let cursor = render(model, context, &mut canvas, frame.area());
    frame.buffer_mut().clone_from(canvas.buffer());
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}
