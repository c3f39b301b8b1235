using System.Text.Json;
using Dapper;
using Kinora.Web.Storage;

namespace Kinora.Web.Jobs;

/// <summary>Everything that was ever accepted, and what came of it.</summary>
public sealed class History(Database database, JobQueue queue)
{
    /// <summary>The most that <see cref="List"/> gives at once.</summary>
    public const int LongestPage = 100;

    /// <summary>Jobs, the newest first.</summary>
    /// <param name="search">Only those whose file, model or most probable action contains this; null or empty for all.</param>
    /// <param name="before">Only those accepted before the job of this id; null for the newest.</param>
    /// <param name="limit">How many at most, from 1 to <see cref="LongestPage"/>.</param>
    /// <exception cref="RefusedException">There is no job of that id, or the limit is out of range.</exception>
    public IReadOnlyList<Job> List(string? search = null, string? before = null, int limit = 20)
    {
        if (limit is < 1 or > LongestPage)
        {
            throw new RefusedException(Refusal.Malformed, $"limit is {limit}; expected 1 to {LongestPage}");
        }

        var rows = database.Read(connection =>
        {
            var number = long.MaxValue;
            if (!string.IsNullOrEmpty(before))
            {
                number = connection.QuerySingleOrDefault<long?>("SELECT number FROM jobs WHERE id = @before", new { before })
                    ?? throw new RefusedException(Refusal.Unknown, "there is no prediction of the id that 'before' names");
            }

            return connection.Query<JobRow>($"""
                {JobRow.Select}
                WHERE jobs.number < @number
                  AND (@search = '' OR instr(lower(uploads.name), lower(@search)) OR instr(lower(jobs.model), lower(@search)) OR instr(lower(ifnull(results.label, '')), lower(@search)))
                ORDER BY jobs.number DESC LIMIT @limit
                """, new { number, search = search ?? "", limit }).AsList();
        });
        return [.. rows.Select(row => row.ToJob(queue.Board.ProgressOf(row.Id)))];
    }

    /// <summary>What came of a job; null where nothing has.</summary>
    public Outcome? OutcomeOf(string id) =>
        database.Read(connection => connection.QuerySingleOrDefault<string>("SELECT json FROM results WHERE job = @id", new { id })) is { } json
            ? JsonSerializer.Deserialize(json, OutcomeJson.Default.Outcome)
            : null;
}
