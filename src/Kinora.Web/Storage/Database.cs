using Dapper;
using Microsoft.Data.Sqlite;

namespace Kinora.Web.Storage;

/// <summary>
/// The server's SQLite file. What a write gave back survives a kill and a power cut: the log is synced with every
/// transaction. One connection writes, one transaction at a time; readers have their own and never wait for it.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>The number of the tables' layout; a file with another one is refused.</summary>
    public const int Format = 1;

    private const string Tables = $"""
        CREATE TABLE uploads (
            id      TEXT PRIMARY KEY,
            sha256  TEXT NOT NULL,
            bytes   INTEGER NOT NULL,
            name    TEXT NOT NULL,
            created INTEGER NOT NULL,
            deleted INTEGER
        );
        CREATE INDEX uploads_that_are_there ON uploads (created) WHERE deleted IS NULL;
        CREATE TABLE jobs (
            number   INTEGER PRIMARY KEY AUTOINCREMENT,
            id       TEXT NOT NULL UNIQUE,
            upload   TEXT NOT NULL REFERENCES uploads (id),
            model    TEXT NOT NULL,
            state    TEXT NOT NULL,
            created  INTEGER NOT NULL,
            started  INTEGER,
            ended    INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0,
            failure  TEXT,
            error    TEXT
        );
        CREATE INDEX jobs_under_way ON jobs (state, number) WHERE state IN ('queued', 'running');
        CREATE INDEX jobs_of_uploads ON jobs (upload);
        CREATE TABLE results (
            job         TEXT PRIMARY KEY REFERENCES jobs (id),
            label       TEXT NOT NULL,
            probability REAL NOT NULL,
            json        TEXT NOT NULL
        );
        PRAGMA user_version = 1;
        """;

    private readonly Lock gate = new();
    private readonly SqliteConnection writer;
    private readonly string reading;

    private Database(SqliteConnection writer, string reading)
    {
        this.writer = writer;
        this.reading = reading;
    }

    /// <summary>Opens the file; makes it where it is absent.</summary>
    /// <exception cref="WebException">It is no database, one of another format, or cannot be opened.</exception>
    public static Database Open(string file)
    {
        SqliteLibrary.Load();
        var connection = new SqliteConnection(Connect(file, SqliteOpenMode.ReadWriteCreate, pooling: false));
        try
        {
            connection.Open();
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            var format = connection.ExecuteScalar<long>("PRAGMA user_version");
            if (format == 0 && connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") == 0)
            {
                using var transaction = connection.BeginTransaction();
                connection.Execute(Tables, transaction: transaction);
                transaction.Commit();
            }
            else if (format != Format)
            {
                throw new WebException($"{file} has format {format}, this program reads format {Format}; use the version of Kinora that wrote it, or another folder with --data");
            }

            return new Database(connection, Connect(file, SqliteOpenMode.ReadOnly, pooling: true));
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new WebException($"{file} cannot be opened as a database: {e.Message}; move it away or choose another folder with --data", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Looks something up.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var connection = new SqliteConnection(reading);
        connection.Open();
        return query(connection);
    }

    /// <summary>Changes something, wholly or not at all; when it returns, the change is on the disk.</summary>
    /// <exception cref="RefusedException">The disk is full.</exception>
    public T Write<T>(Func<SqliteConnection, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        const int DiskFull = 13;
        lock (gate)
        {
            try
            {
                using var transaction = writer.BeginTransaction();
                var result = change(writer);
                transaction.Commit();
                return result;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == DiskFull)
            {
                throw new RefusedException(Refusal.NoSpace, "the server's disk is full; try again later", e);
            }
        }
    }

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        using (var connection = new SqliteConnection(reading))
        {
            SqliteConnection.ClearPool(connection);
        }

        lock (gate)
        {
            writer.Dispose();
        }
    }

    private static string Connect(string file, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = pooling, ForeignKeys = true }.ToString();
}
