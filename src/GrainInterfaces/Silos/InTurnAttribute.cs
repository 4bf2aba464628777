using Orleans.CodeGeneration;
using Orleans.Runtime;

namespace AuthServe.GrainInterfaces.Silos;

/// <summary>
/// A gateway sends calls of the method to its silos in turn. Calls of others stick to one silo for each grain, and for all grains that may be the
/// same one: when the others have come later.
/// </summary>
[InvokableCustomInitializer(nameof(IRequest.AddInvokeMethodOptions), InvokeMethodOptions.Unordered)]
[AttributeUsage(AttributeTargets.Method)]
public sealed class InTurnAttribute : Attribute;
