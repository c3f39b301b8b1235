using Kinora.Cli.Options;
using Kinora.Models;

namespace Kinora.Cli.Verbs;

/// <summary>The options of the network that <c>--model</c> names.</summary>
internal static class ModelChoice
{
    public static OptionChoice Of(string key) => new(
        key,
        [.. ModelZoo.All.Select(entry => entry.Name)],
        name =>
        {
            var entry = ModelZoo.Find(name);
            return new OptionRecord("model", () => entry.CopyDefaults());
        });
}
