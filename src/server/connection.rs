//! A connection as hyper reads and writes it, with two limits of time that hyper does not have. `listen` makes one for each
//! caller.
//!
//! - **The end of the caller's data.** At the end hyper gives up the request that it works on, which interrupts the query
//!   of a caller who went away. But a caller may also close only its sending half after the request and read the answer,
//!   as `nc -N` does. The two look the same, so such a caller has [`DELAY`] to get an answer.
//! - **A caller that reads nothing** holds its answer in memory. It is disconnected after [`WRITE_TIMEOUT`].

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// Longer than an answer usually takes. It is the delay of the end of the data.
const DELAY: Duration = Duration::from_secs(2);

/// The longest time that a caller may read nothing of an answer that waits for it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// The connection of one caller.
pub(super) struct Connection {
    stream: TcpStream,
    /// True from the first byte of a request to the first byte of its answer.
    is_request_under_way: bool,
    delay: Option<Pin<Box<Sleep>>>,
    /// Set while the caller does not read.
    write_timeout: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, is_request_under_way: false, delay: None, write_timeout: None }
    }

    pub(super) fn into_inner(self) -> TcpStream {
        self.stream
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(delay) = &mut self.delay {
            if delay.is_elapsed() {
                return Poll::Ready(Ok(()));
            }
            return delay.as_mut().poll(context).map(Ok);
        }
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buf))?;
        if buf.filled().len() > before {
            self.is_request_under_way = true;
        } else if self.is_request_under_way && buf.capacity() > before {
            return self.delay.insert(Box::pin(sleep(DELAY))).as_mut().poll(context).map(Ok);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Connection {
    /// Writes, or returns an error if the caller has not read for too long.
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, buf);
        self.is_request_under_way = false;
        if written.is_ready() {
            self.write_timeout = None;
            return written;
        }
        let timeout = self.write_timeout.get_or_insert_with(|| Box::pin(sleep(WRITE_TIMEOUT)));
        ready!(timeout.as_mut().poll(context));
        // Otherwise the kernel would keep what it has not sent. An error means that the socket is closed.
        let _ = self.stream.set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio::time::Instant;

    use super::*;

    async fn pair() -> (TcpStream, Connection) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let caller = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (caller, Connection::new(listener.accept().await.unwrap().0))
    }

    #[tokio::test]
    async fn the_end_comes_later_while_a_request_waits_for_its_answer() {
        let (mut caller, mut connection) = pair().await;
        caller.write_all(b"GET").await.unwrap();
        caller.shutdown().await.unwrap();
        let mut request = [0; 3];
        connection.read_exact(&mut request).await.unwrap();
        let asked_at = Instant::now();
        assert_eq!(connection.read(&mut [0]).await.unwrap(), 0);
        assert!(asked_at.elapsed() >= DELAY);
        assert_eq!(connection.read(&mut [0]).await.unwrap(), 0, "the end stays the end");
    }

    #[tokio::test]
    async fn the_end_of_an_idle_connection_comes_at_once() {
        let (mut caller, mut connection) = pair().await;
        caller.write_all(b"GET").await.unwrap();
        connection.read_exact(&mut [0; 3]).await.unwrap();
        connection.write_all(b"200").await.unwrap();
        drop(caller);
        let ended = connection.read(&mut [0]).await;
        // A caller that has not read the answer ends the connection with a reset.
        assert!(ended.is_err() || ended.is_ok_and(|bytes| bytes == 0));
        assert!(connection.delay.is_none());
    }
}
