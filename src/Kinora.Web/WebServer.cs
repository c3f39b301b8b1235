using System.Net;
using System.Net.Sockets;
using Kinora.Web.Analysing;
using Kinora.Web.Api;
using Kinora.Web.Jobs;
using Kinora.Web.Monitoring;
using Kinora.Web.Pages;
using Kinora.Web.Security;
using Kinora.Web.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kinora.Web;

/// <summary>Puts the server together: its services, the checks that every request passes, and what it answers.</summary>
public static class WebServer
{
    private const int HeaderBytes = 16 << 10;
    private const int MostConnections = 1000;

    /// <summary>A server that is ready to be started; disposing it lets go of the data folder, but not of the models.</summary>
    /// <param name="settings">What it may do and where.</param>
    /// <param name="models">What it answers with.</param>
    /// <param name="clock">Where the time comes from; the system's clock when absent.</param>
    /// <exception cref="WebException">The data folder or the address cannot be used.</exception>
    public static WebApplication Create(WebSettings settings, ModelShelf models, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(models);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning).AddFilter("Kinora", LogLevel.Information);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        AddServices(builder.Services, settings, models, clock ?? TimeProvider.System);
        // A server that cannot start says why by an exception, which is shown in one line; the host would log all of it before.
        var hasStarted = false;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => hasStarted && level >= LogLevel.Warning);
        var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => hasStarted = true);
        try
        {
            Prepare(app.Services);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }

        Check(app);
        Answer(app);
        return app;
    }

    /// <summary>Whether only this machine can reach an address to listen on.</summary>
    public static bool IsLoopback(string host) => HostCheck.IsLoopback(host);

    /// <summary>Begins to listen and to work.</summary>
    /// <returns>Where the server is.</returns>
    /// <exception cref="WebException">The address cannot be used.</exception>
    public static async Task<Uri> StartAsync(WebApplication app, WebSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new WebException($"cannot listen on {settings.Host}, port {settings.Port}: {(e.InnerException ?? e).Message}; choose another with --port or --host", e);
        }

        return new Uri(app.Urls.First());
    }

    private static void Listen(KestrelServerOptions kestrel, WebSettings settings)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = settings.MaxBytes + PredictionIntake.FormBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxConcurrentUpgradedConnections = MostConnections;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(settings.SlowestUpload, settings.UploadPatience);
        if (settings.Host == "localhost" && settings.Port != 0)
        {
            kestrel.ListenLocalhost(settings.Port);
            return;
        }

        var address = settings.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(settings.Host, out var given) ? given
            : throw new WebException($"host is {settings.Host}; expected an IP address such as 127.0.0.1 or 0.0.0.0, or localhost");
        kestrel.Listen(address, settings.Port);
    }

    private static void AddServices(IServiceCollection services, WebSettings settings, ModelShelf models, TimeProvider clock)
    {
        // Whoever starts the server also stops it: signals are the program's.
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownPatience + TimeSpan.FromSeconds(20));
        services.AddSingleton(settings).AddSingleton(models).AddSingleton(clock);
        services.AddSingleton(_ => DataFolder.Open(settings.DataFolder));
        services.AddSingleton(provider => Database.Open(provider.GetRequiredService<DataFolder>().Database));
        services.AddSingleton<Uploads>().AddSingleton<JobQueue>().AddSingleton<History>().AddSingleton<PredictionIntake>();
        services.AddSingleton<WebMetrics>().AddSingleton<PrometheusText>().AddSingleton<JobRunner>();
        services.AddHostedService<JobWorkers>().AddHostedService<Cleaner>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = ApiJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.DefaultIgnoreCondition = ApiJson.Default.Options.DefaultIgnoreCondition;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRateLimiter(options => ClientRate.Configure(options, settings));
        SitePages.AddServices(services);
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
    }

    // In this order: what a killed server left is swept away before anything new is written.
    private static void Prepare(IServiceProvider services)
    {
        services.GetRequiredService<Uploads>().Sweep();
        services.GetRequiredService<JobQueue>();
        services.GetRequiredService<PrometheusText>();
        services.GetRequiredService<WebMetrics>();
    }

    private static void Check(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseStatusCodePages(pages => Problems.WriteBareAsync(pages.HttpContext));
        app.UseMiddleware<Failures>();
        app.UseMiddleware<HostCheck>();
        app.UseMiddleware<OriginCheck>();
        app.UseMiddleware<KeyCheck>();
        app.UseRouting();
        app.UseRateLimiter();
    }

    private static void Answer(WebApplication app)
    {
        PredictionEndpoints.Map(app);
        PictureEndpoints.Map(app);
        ServerEndpoints.Map(app);
        app.MapOpenApi("/openapi/{documentName}.json");
        ApiPage.Map(app);
        SitePages.Map(app);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
