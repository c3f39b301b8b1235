using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Kinora.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kinora.Web.Tests;

/// <summary>Requests, forms and headers that make no sense: refused as such, never a fault of the server.</summary>
public sealed class SenselessRequestTests
{
    private const string Predictions = "api/v1/predictions";

    [Theory]
    [InlineData("text/plain", "file", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("", "file", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", "x", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=file; filename=a\r\n\r\nfake 3", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n\r\nfake\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=other\r\n\r\nx\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nfake\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=file\r\n\r\nx\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "null", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "[1]", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"upload\": 7}", HttpStatusCode.BadRequest)]
    [InlineData("application/json; charset=klingon", "{}", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{\"upload\": \"../../etc/passwd\"}", HttpStatusCode.NotFound)]
    public async Task A_request_that_makes_no_sense(string type, string body, HttpStatusCode status)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        if (type.Length > 0)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var answer = await server.Client.PostAsync(Predictions, content);
        await TestServer.Refused(status, answer);
        Assert.Empty(Directory.GetFiles(Path.Combine(server.Settings.DataFolder, "uploads")));
    }

    [Theory]
    [InlineData("GET", "api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", Predictions, HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", Predictions + "/none", HttpStatusCode.NotFound)]
    [InlineData("GET", Predictions + "/none/events", HttpStatusCode.NotFound)]
    [InlineData("DELETE", Predictions + "/none", HttpStatusCode.NotFound)]
    [InlineData("GET", Predictions + "?limit=many", HttpStatusCode.BadRequest)]
    [InlineData("GET", Predictions + "?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", Predictions + "?before=none", HttpStatusCode.NotFound)]
    [InlineData("POST", Predictions + "?wait=61", HttpStatusCode.BadRequest)]
    [InlineData("POST", Predictions + "?wait=-1", HttpStatusCode.BadRequest)]
    [InlineData("POST", Predictions + "?wait=NaN", HttpStatusCode.BadRequest)]
    [InlineData("POST", Predictions + "?wait=soon", HttpStatusCode.BadRequest)]
    public async Task An_address_that_makes_no_sense(string method, string path, HttpStatusCode status)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
        if (method == "POST")
        {
            request.Content = TestServer.Form(FakeVideo.File());
        }

        using var answer = await server.Client.SendAsync(request);
        await TestServer.Refused(status, answer);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-da%00ta; name=\"model\"\r\n\r\nnet\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nfake\r\n--b--\r\n", HttpStatusCode.BadRequest)]
    [InlineData("application/json", "{}", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "model=%%%00&&&==&model", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "LONG", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("application/x-www-form-urlencoded", "MANY", HttpStatusCode.BadRequest)]
    [InlineData("application/x-www-form-urlencoded", "model=fake", HttpStatusCode.SeeOther)]
    public async Task A_form_of_a_page_that_cannot_be_read(string type, string body, HttpStatusCode status)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
        using var sent = await server.Send(FakeVideo.File(), "?wait=30");
        var id = (await TestServer.Json(sent)).GetProperty("id").GetString();
        var page = await client.GetStringAsync("/");
        var token = System.Text.RegularExpressions.Regex.Match(page, @"\?form=([^""]+)").Groups[1].Value;
        using var content = new StringContent(body switch { "LONG" => new string('x', 1 << 20), "MANY" => string.Concat(Enumerable.Repeat("a=&", 2000)), _ => body });
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await client.PostAsync($"results/{id}/again?form={token}", content);
        if (status == HttpStatusCode.SeeOther)
        {
            Assert.Equal(status, answer.StatusCode);
        }
        else
        {
            await TestServer.Refused(status, answer);
        }
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_before_its_body_is_read()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        _ = await server.Client.GetStringAsync("/");
        foreach (var path in (string[])["analyse", "results/x/again", "results/x/delete"])
        {
            // The server answers though most of the body never comes.
            var reply = await server.Raw($"POST /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: kinora-form=x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\n");
            Assert.StartsWith("HTTP/1.1 400", reply);
            Assert.Contains("the form does not come from an open page", reply);
        }
    }

    [Theory]
    [InlineData("{\"upload\": x}")]
    [InlineData("{\"upload\": \"a\", \"model\": 5}")]
    [InlineData("[[[[[[[[")]
    [InlineData("\u00ff\u00fe{")]
    public async Task After_json_that_makes_no_sense_the_connection_goes_on(string json)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"POST /{Predictions} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"));
        await stream.WriteAsync("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var both = new StreamReader(stream, Encoding.Latin1);
        var reply = await both.ReadToEndAsync(patience.Token);
        Assert.StartsWith("HTTP/1.1 400", reply);
        Assert.Contains("HTTP/1.1 200", reply);
    }

    [Fact]
    public async Task A_client_that_resets_its_connection_in_the_middle_of_json_is_no_fault_of_the_server()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        for (var i = 0; i < 20; i++)
        {
            using var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await socket.ConnectAsync(server.Address.Host, server.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"POST /{Predictions} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"upload\":"));
            await Task.Delay(30);
        }

        // The last of them is noticed a moment later.
        await Task.Delay(500);
        Assert.DoesNotContain("status=\"500\"", await server.Client.GetStringAsync("metrics"));
    }

    [Theory]
    [InlineData("46861575b5ddb3911d85e")]
    [InlineData("zz")]
    public async Task A_chunk_of_json_whose_length_is_no_length(string length)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        var reply = await server.Raw($"POST /{Predictions} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{length}\r\n{{}}\r\n");
        Assert.StartsWith("HTTP/1.1 400", reply);
    }

    [Theory]
    [InlineData("127.0.0.1:355890")]
    [InlineData("localhost:99999999999")]
    public async Task A_port_that_is_none(string host)
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        Assert.StartsWith("HTTP/1.1 421", await server.Raw($"GET /history HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    }

    [Fact]
    public async Task A_cookie_that_is_not_ours_is_nothing_to_complain_of()
    {
        using var folder = Places.Temporary();
        await using var server = await TestServer.StartAsync(folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, "") { Headers = { { "Cookie", "kinora-form=of-another-server" } } };
        using var page = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var log = server.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Microsoft.AspNetCore.Antiforgery.DefaultAntiforgery");
        Assert.False(log.IsEnabled(LogLevel.Error));
    }
}
