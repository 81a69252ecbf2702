//! Makes the pool of connections. A connection that has failed or was closed by the database is replaced when the next
//! request needs one.

use std::time::Duration;

use deadpool_postgres::{ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use tokio::time::timeout;
use tokio_postgres::NoTls;
use tokio_postgres::config::SslMode;

use super::{MAX_CONNECTIONS, PostgresError, PostgresUrl, tls};

/// The longest wait for a connection. It is shorter than the gateway's 8 s, so that the client gets the database error
/// instead of a timeout.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(5);

/// After this time without an acknowledgement a connection counts as lost.
const TCP_TIMEOUT: Duration = Duration::from_secs(5);

/// The settings of each connection. A commit is on the disk, whatever the database's default is. Compiling a query takes
/// longer than a look-up.
const SESSION: &str = "SET jit = off; SET default_transaction_isolation = 'read committed'; \
     SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

/// Makes a database look for its client once a second, so that it stops the query of a caller who went away. Not all
/// systems can do it.
const CHECK_CLIENT: &str = "SET client_connection_check_interval = '1s'";

/// Returns a connection of the pool, or makes one.
pub(super) async fn get(pool: &Pool) -> Result<Object, PostgresError> {
    Ok(timeout(CONNECTION_TIMEOUT, pool.get()).await.map_err(|_| PostgresError::NoAnswer)??)
}

/// Makes a pool without a connection.
pub(super) fn pool(url: PostgresUrl) -> Result<Pool, PostgresError> {
    let PostgresUrl { mut config, ca_file } = url;
    if config.get_application_name().is_none() {
        config.application_name("frontdesk");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(TCP_TIMEOUT);
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(TCP_TIMEOUT);
        config.keepalives_idle(TCP_TIMEOUT).keepalives_interval(TCP_TIMEOUT);
    }
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = match config.get_ssl_mode() {
        SslMode::Disable => Manager::from_config(*config, NoTls, recycling),
        _ => Manager::from_config(*config, tls::connector(ca_file.as_deref())?, recycling),
    };
    let prepare = Hook::async_fn(|client: &mut ClientWrapper, _| {
        Box::pin(async move {
            client.batch_execute(SESSION).await.map_err(HookError::Backend)?;
            drop(client.batch_execute(CHECK_CLIENT).await);
            Ok(())
        })
    });
    let pool = Pool::builder(manager).max_size(MAX_CONNECTIONS).post_create(prepare).build();
    pool.map_err(|_| PostgresError::Lost)
}
