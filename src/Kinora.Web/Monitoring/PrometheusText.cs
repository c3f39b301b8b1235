using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Kinora.Web.Monitoring;

/// <summary>
/// Adds up the measurements of one server and writes them as Prometheus reads them
/// (<see href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format 0.0.4</see>).
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] shown = ["Kinora.Web", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];
    private static readonly double[] defaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, Series>> families = new();
    private readonly MeterListener listener = new();

    /// <param name="meters">The meters of this server; others of the process are left out.</param>
    public PrometheusText(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == meters && shown.Contains(instrument.Meter.Name))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Everything measured so far.</summary>
    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var (instrument, series) in families.OrderBy(family => family.Key.Name, StringComparer.Ordinal))
        {
            var name = NameOf(instrument);
            text.Append($"# HELP {name} {instrument.Description?.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings(" ")}\n# TYPE {name} {KindOf(instrument)}\n");
            foreach (var one in series.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                one.Value.Write(text, name, one.Key);
            }
        }

        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags);
        families.GetOrAdd(instrument, _ => new(StringComparer.Ordinal)).GetOrAdd(labels, static (_, instrument) => New(instrument), instrument).Add(value);
    }

    private static Series New(Instrument instrument) => KindOf(instrument) switch
    {
        "histogram" => new Series(Sets: false, (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? defaultBounds),
        _ => new Series(Sets: instrument.IsObservable, null),
    };

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Counter<int> or Counter<long> or Counter<double> => "counter",
        Histogram<int> or Histogram<long> or Histogram<double> => "histogram",
        _ => "gauge",
    };

    private static string NameOf(Instrument instrument)
    {
        var name = new StringBuilder(instrument.Name.Replace('.', '_'));
        name.Append(instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return KindOf(instrument) == "counter" ? name.Append("_total").ToString() : name.ToString();
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>(tags.Length);
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Add($"{key.Replace('.', '_')}=\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    /// <summary>The numbers of one instrument with one set of labels.</summary>
    /// <param name="Sets">Whether a measurement replaces the one before; otherwise it is added.</param>
    /// <param name="Bounds">Of a histogram, the upper bounds of its buckets.</param>
    private sealed record Series(bool Sets, double[]? Bounds)
    {
        private readonly Lock gate = new();
        private readonly long[] buckets = new long[(Bounds?.Length ?? 0) + 1];
        private double sum;

        public void Add(double value)
        {
            lock (gate)
            {
                sum = Sets ? value : sum + value;
                var bucket = 0;
                while (Bounds is not null && bucket < Bounds.Length && value > Bounds[bucket])
                {
                    bucket++;
                }

                buckets[bucket]++;
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (gate)
            {
                if (Bounds is null)
                {
                    text.Append(Line(name, labels, sum));
                    return;
                }

                var comma = labels.Length > 0 ? "," : "";
                long below = 0;
                for (var i = 0; i < buckets.Length; i++)
                {
                    below += buckets[i];
                    var bound = i < Bounds.Length ? Bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                    text.Append(Line($"{name}_bucket", $"{labels}{comma}le=\"{bound}\"", below));
                }

                text.Append(Line($"{name}_sum", labels, sum)).Append(Line($"{name}_count", labels, below));
            }
        }

        private static string Line(string name, string labels, double value) =>
            string.Create(CultureInfo.InvariantCulture, $"{name}{(labels.Length > 0 ? $"{{{labels}}}" : "")} {value:R}\n");
    }
}
