from django.urls import path

from inventory.views.choose import item_options
from layouts.views import suggest
from sales.views import orders, picking, shipments
from sales.views.trade import customers

app_name = "sales"
urlpatterns = [
    path("items/", item_options("sales.view"), name="item_options"),
    path("customers/options/", suggest.options("sales.view", customers, whole=True), name="customer_options"),
    path("orders/", orders.OrderList.as_view(), name="orders"),
    *orders.desk.paths(),
    path("shipments/", shipments.ShipmentList.as_view(), name="shipments"),
    path("shipments/<int:key>/pick/", picking.pick, name="shipment_pick"),
    *shipments.desk.paths(),
]
