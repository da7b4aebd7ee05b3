using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Autoscale.Testing;

/// <summary>Stands between a client and a server, and does to their connections what networks and restarts do.</summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly Func<int?> _target;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private Task _accepting = Task.CompletedTask;
    private volatile int _age;

    /// <summary>Stands before one server of this machine.</summary>
    public Relay(Uri target)
        : this(() => target.Port)
    {
    }

    /// <summary>Asks for each connection which port it leads to; null breaks it.</summary>
    public Relay(Func<int?> target)
    {
        _target = target;
        Listen();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    /// <summary>The port of this machine where it listens.</summary>
    public int Port { get; }

    /// <summary>Breaks every connection; new ones are served.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Breaks every connection and refuses new ones, as a server does that is being restarted.</summary>
    public async Task RefuseAsync()
    {
        _listener.Stop();
        await _accepting;
        Cut();
    }

    /// <summary>Takes connections again, on the same port.</summary>
    public void Accept()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        Listen();
    }

    /// <summary>Keeps every connection open and lets nothing through it any more, as a network does that forgot it; new ones are served.</summary>
    public void FallSilent() => Interlocked.Increment(ref _age);

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await RefuseAsync();

    private void Listen()
    {
        _listener.Start();
        _accepting = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
        {
            try
            {
                _ = RelayAsync(await listener.AcceptSocketAsync());
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[client] = _open[server] = true;
        try
        {
            if (_target() is not { } port)
            {
                client.Close(0);
                return;
            }

            await server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (SocketException)
        {
            client.Close(0);
        }
        finally
        {
            client.Dispose();
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var age = _age;
        var buffer = new byte[16384];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (age == _age)
                {
                    await to.SendAsync(buffer.AsMemory(0, read));
                }
            }
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            from.Dispose();
        }
    }
}
