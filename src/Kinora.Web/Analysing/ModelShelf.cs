namespace Kinora.Web.Analysing;

/// <summary>The models of a server, each loaded once.</summary>
public sealed class ModelShelf
{
    /// <param name="analysts">At least one; the first is taken where a request names none.</param>
    /// <exception cref="WebException">There is none, or two have one name.</exception>
    public ModelShelf(IReadOnlyList<IAnalyst> analysts)
    {
        ArgumentNullException.ThrowIfNull(analysts);
        if (analysts.Count == 0)
        {
            throw new WebException("a server needs at least one model");
        }

        if (analysts.GroupBy(analyst => analyst.Facts.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { Key: var twice })
        {
            throw new WebException($"two models are called {twice}; requests choose a model by its name, so each needs its own");
        }

        Analysts = analysts;
    }

    /// <summary>All of them, the default first.</summary>
    public IReadOnlyList<IAnalyst> Analysts { get; }

    /// <summary>The model of that name, or the default.</summary>
    /// <param name="name">Null or empty for the default.</param>
    /// <exception cref="RefusedException">There is no such model.</exception>
    public IAnalyst Find(string? name) =>
        string.IsNullOrEmpty(name)
            ? Analysts[0]
            : Analysts.FirstOrDefault(analyst => analyst.Facts.Name == name)
                ?? throw new RefusedException(Refusal.Malformed, $"there is no model of that name; this server has {string.Join(", ", Analysts.Select(analyst => analyst.Facts.Name))}");
}
