//! As much HTTP as a line between a desk and the server needs: whole messages, passed on as they are.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Forwards a request to the server and returns its answer.
pub async fn forward(upstream: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut upstream = TcpStream::connect(upstream).await?;
    upstream.set_nodelay(true)?;
    upstream.write_all(request).await?;
    read_message(&mut upstream).await?.ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
}

/// Reads one HTTP message with head and body. `None` means that the other end has closed the connection.
pub async fn read_message(stream: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = head_end(&message)
            && message.len() >= end + body_length(message.get(..end).unwrap_or_default())
        {
            return Ok(Some(message));
        }
        match stream.read(&mut chunk).await? {
            0 => return Ok(None),
            count => message.extend_from_slice(chunk.get(..count).unwrap_or_default()),
        }
    }
}

/// Returns the length of the head, if it is complete.
pub fn head_end(message: &[u8]) -> Option<usize> {
    message.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

/// Neither end sends chunked bodies.
fn body_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    length.and_then(|length| length.trim().parse().ok()).unwrap_or_default()
}
