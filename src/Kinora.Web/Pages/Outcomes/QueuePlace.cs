using Dapper;
using Kinora.Web.Storage;

namespace Kinora.Web.Pages.Outcomes;

/// <summary>Where in the queue a job stands.</summary>
internal sealed class QueuePlace(Database database)
{
    /// <summary>Jobs that are to be done before it.</summary>
    public int Before(string id) => database.Read(connection => connection.ExecuteScalar<int>(
        "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running') AND number < (SELECT number FROM jobs WHERE id = @id)", new { id }));
}
