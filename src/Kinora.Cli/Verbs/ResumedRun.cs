using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Results;
using Kinora.Training;

namespace Kinora.Cli.Verbs;

/// <summary>The folder and the options of a run that was cut off and goes on: <c>--resume RUN</c>.</summary>
internal static class ResumedRun
{
    // What decides how quick it is, and not what comes out.
    private static readonly string[] OfTheMachine = ["resume", "json", "runs", "workers", "cache_mb", "disk_cache_mb", "save_minutes"];

    /// <summary>The options as the run began with them, under those of the machine that are given now.</summary>
    /// <param name="verb">The verb that goes on.</param>
    /// <param name="values">What is given now.</param>
    /// <param name="named">The run's folder, or its name in the folder of the runs.</param>
    /// <param name="lacks">What speaks against the folder, or null.</param>
    /// <param name="mayChange">Options of the verb that may be given anew as well.</param>
    /// <exception cref="ResultsException">There is no such run.</exception>
    /// <exception cref="OptionsException">Something is given that would make it another run.</exception>
    public static (OptionValues Values, RunFolder Folder) Open(Verb verb, OptionValues values, string named, Func<RunFolder, string?> lacks, params IReadOnlyList<string> mayChange)
    {
        string[] free = [.. OfTheMachine.Where(verb.Options.IsOption), .. mayChange];
        if (values.GivenKeys.Except(free).ToArray() is { Length: > 0 } fixedOnes)
        {
            throw new OptionsException($"{string.Join(", ", fixedOnes.Select(Naming.Flag))}: not with --resume, which goes on as the run began; {string.Join(", ", free.Skip(1).Select(Naming.Flag))} may be given");
        }

        var folder = NamedRun.Find(named, values.Get<TrainingOptions>().Runs);
        if (!File.Exists(folder.Recipe))
        {
            throw new ResultsException($"{folder.Path} is no folder of {verb.Name}: it lacks recipe.yaml; give one that 'kinora {verb.Name}' made");
        }

        if (lacks(folder) is { } reason)
        {
            throw new ResultsException($"{folder.Path} {reason}");
        }

        var (given, mistakes) = Recipe.Read(File.ReadAllText(folder.Recipe), folder.Recipe, verb.Options.Sections, verb.Options.IsOption);
        return (values.Over(given, mistakes), folder);
    }
}
