using AuthServe.Gateway;

return await GatewayHosting.Build(args).RunGatewayAsync();
