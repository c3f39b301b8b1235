using System.Diagnostics;
using System.Globalization;

namespace Kinora.Benchmarks;

/// <summary>A script of benchmarks/ that stays open and makes one step each time it is asked, so that it can take turns with Kinora.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;
    private readonly string script;

    /// <param name="script">Its file name.</param>
    /// <param name="arguments">Its arguments.</param>
    public PythonPeer(string script, params string[] arguments)
    {
        this.script = script;
        process = Process.Start(Measure.PythonStart(script, arguments, asks: true))!;
    }

    /// <summary>Makes a step; the milliseconds it took by its own clock.</summary>
    public double Step()
    {
        process.StandardInput.WriteLine();
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{script} ended before it answered");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
