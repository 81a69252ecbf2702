//! A response body that breaks off or arrives very slowly.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// A body that ends in the middle, or arrives byte by byte.
pub(super) struct BrokenBody {
    remaining: Bytes,
    state: State,
}

enum State {
    /// The first half is still to be sent.
    SendHalf,
    /// The first half is handed over. It must be written before the connection is dropped.
    Flush,
    Abort,
    Trickle(Interval),
}

impl BrokenBody {
    pub(super) fn cut(bytes: Bytes) -> Self {
        Self { remaining: bytes, state: State::SendHalf }
    }

    /// Builds a body that sends one byte in each interval. It must be called within a runtime.
    pub(super) fn trickle(bytes: Bytes, interval_per_byte: Duration) -> Self {
        let mut ticks = interval(interval_per_byte.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        ticks.reset();
        Self { remaining: bytes, state: State::Trickle(ticks) }
    }
}

impl HttpBody for BrokenBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        match &mut this.state {
            State::SendHalf => {
                this.state = State::Flush;
                let half = this.remaining.split_to(this.remaining.len() / 2);
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            State::Flush => {
                // hyper writes its buffer when a body is pending.
                this.state = State::Abort;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            State::Abort => Poll::Ready(Some(Err(io::Error::other("the answer is cut off on purpose")))),
            State::Trickle(_) if this.remaining.is_empty() => Poll::Ready(None),
            State::Trickle(ticks) => {
                ready!(ticks.poll_tick(context));
                Poll::Ready(Some(Ok(Frame::data(this.remaining.split_to(1)))))
            }
        }
    }
}
